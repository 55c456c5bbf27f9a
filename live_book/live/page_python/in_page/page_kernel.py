"""A Jupyter kernel in a web page: IPython's shell, answering Jupyter's messages in a worker of the page (worker.js).

The worker calls `start(host)` once, then `await handle(text, buffers)` for each message of the page; what is to be said
goes out by `host.send(text, buffers)`. Protocol: https://jupyter-client.readthedocs.io/en/stable/messaging.html
"""

import asyncio
import builtins
import getpass
import importlib
import json
import os
import sys
import time
import uuid
import warnings
from base64 import b64encode
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder

import comm
from comm.base_comm import BaseComm
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from pyodide.ffi import can_run_sync, run_sync
from pyodide_js import checkInterrupt
from traitlets.config import Config

SESSION = uuid.uuid4().hex
PAUSE = 0.05  # seconds for which printed text is collected

OWN_COMPUTER = "Run this page on your own computer for that."
NO_NETWORK = f"Python in this page cannot reach the network. {OWN_COMPUTER}"
NOT_HERE = {  # what a reader may try to import, and why that fails
    "torch": "PyTorch does not run inside a web page. Run this page on your own computer, or open it in Google Colab.",
    **dict.fromkeys(["requests", "httpx", "urllib3", "aiohttp"], NO_NETWORK),
}
UNKNOWN = (
    "No module named {name!r}: Python in this page has NumPy, Matplotlib, SciPy, scikit-learn, pandas and what this "
    "book needs."
)
NO_THREADS = "Python in this page cannot start threads: use a loop, or await asyncio.gather(…)."
NO_PROCESSES = f"Python in this page cannot start other programs. {OWN_COMPUTER}"
NO_SHELL = f"Python in this page has no shell, and cannot install packages. {OWN_COMPUTER}"
NO_INPUT = (
    "This browser does not let Python wait for an answer: write the value into the cell instead of asking for it."
)
NOT_FETCHED = "A part of Python that is fetched when it is needed could not be fetched: is there a network?"
NO_MEMORY = "A web page has less memory than a computer: try with fewer or smaller arrays."

parent = ContextVar("parent")  # the message that is being answered, also by what a cell leaves running
host = None  # the worker, as start() is given it
task = None  # which runs the reader's code


# --- what is said ------------------------------------------------------------------------------------------------


def publish(kind, content, metadata=None, buffers=(), channel="iopub"):
    """Send a message, after all that was printed before it."""
    for stream in sys.stdout, sys.stderr:
        if isinstance(stream, Stream):
            stream.flush()
    send(kind, content, metadata, buffers, channel, parent.get({}))


def send(kind, content, metadata=None, buffers=(), channel="iopub", answered=None):
    header = {
        "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": SESSION, "username": "", "version": "5.3",
        "date": datetime.now(UTC).isoformat(),
    }  # fmt: skip
    message = {
        "header": header, "parent_header": (answered or {}).get("header", {}), "metadata": metadata or {},
        "content": content, "channel": channel,
    }  # fmt: skip
    host.send(as_json(message), [bytes(each) for each in buffers or ()])


def as_json(value):
    """JSON, in which NaN and infinities are words: it has no such numbers."""
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_without_nan(json.loads(json.dumps(value, default=_plain))))


def _plain(value):
    if isinstance(value, (bytes, memoryview)):
        return b64encode(value).decode()
    if hasattr(value, "tolist"):  # NumPy
        return value.tolist()
    return list(value) if hasattr(value, "__iter__") else str(value)


def _without_nan(value):
    if isinstance(value, dict):
        return {name: _without_nan(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_nan(each) for each in value]
    return repr(value) if isinstance(value, float) and value - value != 0 else value


class Stream:
    """What is printed: sent when there is a pause, before anything else is said, and when another cell prints."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, name):
        self.name, self.text, self.sent, self.answered, self.due = name, [], 0.0, {}, False

    def write(self, text):
        if parent.get({}) is not self.answered:
            self.flush()
            self.answered = parent.get({})
        self.text.append(str(text))
        if time.monotonic() - self.sent > PAUSE:
            self.flush()
        elif not self.due:  # a task that goes on after its cell prints, and nothing more comes
            self.due = True
            asyncio.get_event_loop().call_later(PAUSE, self.flush)
        return len(text)

    def writelines(self, lines):
        self.write("".join(lines))

    def flush(self):
        text, self.text, self.sent, self.due = "".join(self.text), [], time.monotonic(), False
        if text:
            send("stream", {"name": self.name, "text": text}, answered=self.answered)

    def isatty(self):
        return False

    def writable(self):
        return True


class Comm(BaseComm):
    """A channel between a widget and its view."""

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        publish(msg_type, {"data": data or {}, "comm_id": self.comm_id, **keys}, metadata, buffers)


class Publisher(DisplayPublisher):
    """What is displayed."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        kind = "update_display_data" if update else "display_data"
        publish(kind, {"data": data, "metadata": metadata or {}, "transient": transient or {}})

    def clear_output(self, wait=False):
        publish("clear_output", {"wait": wait})


class Hook(DisplayHook):
    """The value of a cell's last line."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        publish(
            "execute_result", {"execution_count": self.prompt_count, "data": format_dict, "metadata": md_dict or {}}
        )

    def finish_displayhook(self):
        pass

    def log_output(self, format_dict):
        pass


# --- the shell ---------------------------------------------------------------------------------------------------


class Shell(InteractiveShell):
    """IPython, whose errors are messages, and which says what a page cannot do."""

    error = None  # of the cell that runs

    @property
    def kernel(self):
        return Kernel

    def _showtraceback(self, etype, evalue, stb):
        if etype is asyncio.CancelledError:  # the reader stopped it while it was waiting
            etype = KeyboardInterrupt
        self.error = {"ename": getattr(etype, "__name__", str(etype)), "evalue": str(evalue), "traceback": stb}
        publish("error", self.error)

    def showtraceback(self, exc_tuple=None, *args, **kwargs):
        host.watch(False)  # the reader's code has ended: who is still heard to say stop would stop these words
        explain(self._get_exc_info(exc_tuple)[1])
        super().showtraceback(exc_tuple, *args, **kwargs)

    def enable_gui(self, gui=None):
        pass

    def system(self, command):
        raise RuntimeError(NO_SHELL)

    getoutput = system_piped = system_raw = system


class Kernel:
    """What ipywidgets asks a kernel for."""

    comm_manager = comm.get_comm_manager()

    @staticmethod
    def get_parent(channel=None):
        return parent.get({})


def explain(error):
    """Say in one sentence what a page cannot do, in place of Python's own words."""
    text = str(error)
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        error.msg = NOT_HERE.get(top) or (UNKNOWN.format(name=top) if top == error.name else error.msg)
    elif isinstance(error, RuntimeError) and "can't start new thread" in text:
        error.args = (NO_THREADS,)
    elif isinstance(error, OSError) and "does not support processes" in text:
        error.strerror = NO_PROCESSES
    elif type(error).__name__ == "URLError":
        error.reason = NO_NETWORK
    elif isinstance(error, RuntimeError) and "TLS not supported" in text:  # by the module ssl
        error.args = (NO_NETWORK,)
    elif isinstance(error, OSError) and error.errno == 29:
        error.strerror = NOT_FETCHED
    elif isinstance(error, MemoryError):
        error.add_note(NO_MEMORY)


def ask_reader(prompt="", password=False):
    """What `input` does here: the page asks, and Python waits, where the browser can let it."""
    if not can_run_sync():
        raise RuntimeError(NO_INPUT)
    publish("input_request", {"prompt": str(prompt), "password": password}, channel="stdin")
    answer = run_sync(host.ask())
    if answer is None:
        raise KeyboardInterrupt
    return answer


def sleep(seconds, pause=time.sleep):
    """Sleep, but wake when the reader wants to stop: Pyodide itself would not look."""
    for stream in sys.stdout, sys.stderr:
        stream.flush()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        pause(min(left, PAUSE))
        checkInterrupt()


def start(worker):
    """Make this Python a kernel. worker: {send(text, buffers), ask(), prepare(code), watch(on), bring(name), asked}."""
    global host
    host = worker
    parent.set({})
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    comm.create_comm = Comm
    comm.get_comm_manager().register_target("jupyter.widget.control", _widget_control)
    config = Config()
    config.HistoryManager.enabled = False  # no disk, no SQLite
    config.Completer.use_jedi = False
    shell = Shell.instance(config=config, displayhook_class=Hook, display_pub_class=Publisher)
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    builtins.input, time.sleep = ask_reader, sleep
    getpass.getpass = lambda prompt="Password: ", stream=None: ask_reader(prompt, True)
    sys.meta_path.append(Asked())
    warnings.filterwarnings("ignore", "\\s*tqdm:disabling monitor support")  # it would watch from a thread
    return shell


class Asked(MetaPathFinder):
    """Packages that this site has, and that are fetched when they are imported."""

    def find_spec(self, name, path=None, target=None):
        if name not in host.asked:
            return None
        try:
            host.bring(name)
        except Exception:
            raise ImportError(f"{name} could not be fetched from this site: is there a network?", name=name) from None
        importlib.invalidate_caches()
        return PathFinder.find_spec(name, path, target)


def _widget_control(opened, message):
    """A page asks which widgets there are, first of all as it begins."""
    if "ipywidgets" not in sys.modules:  # none: and to import it would have the first cell wait
        none = {"method": "update_states", "states": {}, "buffer_paths": []}
        return opened.on_msg(lambda _: opened.send(none))
    from ipywidgets.widgets.widget import Widget

    Widget.handle_control_comm_opened(opened, message)


# --- stopping ----------------------------------------------------------------------------------------------------


@contextmanager
def stoppable():
    """The reader's own code may be stopped, the kernel's may not: no answer would ever come."""
    global task
    task = asyncio.current_task()
    host.watch(True)
    try:
        yield
    except (Exception, KeyboardInterrupt, asyncio.CancelledError):
        host.watch(False)
        Shell.instance().showtraceback()
    finally:
        host.watch(False)
        task = None


def interrupt():
    """Stop what waits in the middle of an await; True: it waits in a call, which must be told to stop."""
    waits = bool(task and task._fut_waiter)
    if waits:
        task.cancel()
    return bool(task) and not waits


# --- answers: the content of a request → the content of its reply --------------------------------------------------


async def execute_request(content):
    shell, code, silent = Shell.instance(), content["code"], content.get("silent", False)
    if not silent:
        publish("execute_input", {"code": code, "execution_count": shell.execution_count})
    shell.error = None
    try:
        transformed, wrong = shell.transform_cell(code), None
    except Exception:
        transformed, wrong = code, sys.exc_info()
    with stoppable():
        await host.prepare(code)
        await shell.run_cell_async(
            code, store_history=content.get("store_history", True) and not silent, silent=silent,
            transformed_cell=transformed, preprocessing_exc_tuple=wrong,
        )  # fmt: skip
        shell.events.trigger("post_execute")
        if not silent:
            shell.events.trigger("post_run_cell", shell.last_execution_result)
    shell.payload_manager.clear_payload()
    said = {"execution_count": shell.execution_count - 1, "payload": []}
    if shell.error:
        return {"status": "error", **shell.error, **said}
    return {"status": "ok", "user_expressions": shell.user_expressions(content.get("user_expressions") or {}), **said}


async def kernel_info_request(content):
    language = {
        "name": "python", "version": ".".join(map(str, sys.version_info[:3])), "mimetype": "text/x-python",
        "file_extension": ".py", "codemirror_mode": {"name": "ipython", "version": 3}, "pygments_lexer": "ipython3",
    }  # fmt: skip
    about = {"implementation": "page", "implementation_version": "1", "banner": ""}
    return {"status": "ok", "protocol_version": "5.3", "language_info": language, **about}


async def complete_request(content):
    from IPython.core.completer import provisionalcompleter, rectify_completions

    code, at = content["code"], content["cursor_pos"]
    with provisionalcompleter():
        found = list(rectify_completions(code, Shell.instance().Completer.completions(code, at)))
    start, end = (found[0].start, found[0].end) if found else (at, at)
    matches = [each.text for each in found]
    return {"status": "ok", "matches": matches, "cursor_start": start, "cursor_end": end, "metadata": {}}


async def inspect_request(content):
    from IPython.utils.tokenutil import token_at_cursor

    try:
        name = token_at_cursor(content["code"], content["cursor_pos"])
        data = Shell.instance().object_inspect_mime(name, content.get("detail_level", 0))
    except KeyError:
        data = {}
    return {"status": "ok", "found": bool(data), "data": data, "metadata": {}}


async def is_complete_request(content):
    status, indent = Shell.instance().input_transformer_manager.check_complete(content["code"])
    return {"status": status, **({"indent": " " * (indent or 0)} if status == "incomplete" else {})}


async def comm_info_request(content):
    wanted = content.get("target_name")
    comms = comm.get_comm_manager().comms.items()
    found = {name: {"target_name": each.target_name} for name, each in comms if wanted in (None, "", each.target_name)}
    return {"status": "ok", "comms": found}


async def history_request(content):
    return {"status": "ok", "history": []}


ANSWERS = {name: each for name, each in globals().items() if name.endswith("_request")}


async def handle(text, buffers=()):
    """Answer one message of the page."""
    message = json.loads(text)
    message["buffers"] = [memoryview(each.to_bytes()) for each in buffers]
    parent.set(message)
    kind = message["header"]["msg_type"]
    publish("status", {"execution_state": "busy"})
    try:
        if kind in ANSWERS:
            reply = await ANSWERS[kind](message["content"])
            publish(kind.replace("_request", "_reply"), reply, channel=message.get("channel", "shell"))
        elif kind.startswith("comm_"):
            with stoppable():
                getattr(comm.get_comm_manager(), kind)(None, kind, message)
                Shell.instance().events.trigger("post_execute")  # plots that a callback drew
    finally:
        publish("status", {"execution_state": "idle"})
