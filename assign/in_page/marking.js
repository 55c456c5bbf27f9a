// The marking of a class, task by task, as many at once as there are processors; it can be stopped and gone on with.

import { Clock, NotStarted, keeper, run } from "./pythons.js";

const STOPPED = new Error("stopped");
const MOST = 8; // sandboxes at once
const MEMORY = 1; // gigabytes of the device's, as far as it tells, for each of them

export const atOnce = ({ hardwareConcurrency = 2, deviceMemory = MOST } = navigator) =>
  Math.max(1, Math.min(MOST, hardwareConcurrency, Math.floor(deviceMemory / MEMORY)));

export class Marking {
  /** What the desk gave: `kit` for sandboxes, and `limits`. */
  constructor(desk, kit, limits) {
    Object.assign(this, { desk, kit, limits });
  }

  stop() {
    this.halt?.abort(STOPPED);
  }

  /**
   * Play these tasks; `told(answer)` hears what the desk says of each. Those that were not ended when it is stopped
   * stay in the list. Was all of it done? Rejects with what went wrong here: no fault of who handed in.
   */
  async play(tasks, told) {
    this.halt = new AbortController();
    this.clock = new Clock();
    const kept = keeper(this.kit);
    const { signal } = this.halt;
    const one = async () => {
      while (tasks.length && !signal.aborted) {
        const task = tasks.shift();
        try {
          told(await this.playOne(task));
        } catch (error) {
          tasks.unshift(task);
          this.halt.abort(error);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce() }, one));
    this.clock.end();
    kept.remove();
    if (signal.aborted && signal.reason !== STOPPED) throw signal.reason;
    return !tasks.length;
  }

  /** One task, in as many sandboxes as it ends: the desk says what the next one is given. */
  async playOne(task) {
    let answer = await this.desk.ask("job", { task });
    for (let spent = 0; answer.job;) {
      const said = await this.attempt(answer.job, this.limits.whole - spent);
      spent += said.spent;
      answer = await this.desk.ask("heard", { ...said, task, spent });
    }
    return answer;
  }

  /** A sandbox that does not start is tried once more. */
  attempt(job, left) {
    const { kit, limits, clock } = this;
    const begin = () => run(job, { kit, limits, clock, left, stop: this.halt.signal });
    return begin().catch((error) => {
      if (!(error instanceof NotStarted)) throw error;
      return begin();
    });
  }
}

/** How long the rest takes, in words: `seconds` went into `done` of `all`. */
export function timeLeft(seconds, done, all) {
  if (!done) return "";
  const minutes = Math.round((seconds * (all - done)) / done / 60);
  if (minutes < 1) return ", less than a minute left";
  return `, about ${minutes} minute${minutes === 1 ? "" : "s"} left`;
}
