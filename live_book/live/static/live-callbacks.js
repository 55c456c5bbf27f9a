// What is put out while no cell runs: by a callback of a widget, in answer to a button or a slider that the reader
// moved. Such a message belongs to no cell by itself; it is shown at the cell whose code made the widget.

const SHOWN = new Set(["stream", "display_data", "execute_result", "error"]);
const REMEMBERED = 500; // moves of widgets whose answers may still come

/**
 * Show what callbacks put out, errors above all, at their cells. `cellOf(message)` is the cell that a message made run.
 */
export function routeCallbacks(kernel, cellOf) {
  const makers = new Map(); // a widget's channel → the cell that made it
  const moves = new Map(); // a message to a widget → that widget's channel
  const caught = new Set(); // messages whose output a widget of the kind Output shows itself
  const maker = (message) => cellOf(message) ?? makers.get(moves.get(message));

  function sent({ header, content }) {
    if (header.msg_type !== "comm_msg") return;
    moves.set(header.msg_id, content.comm_id);
    if (moves.size > REMEMBERED) moves.delete(moves.keys().next().value);
  }

  function received({ header, parent_header: parent, content, channel }) {
    const type = header.msg_type;
    if (type === "comm_open") makers.set(content.comm_id, maker(parent?.msg_id));
    if (type === "comm_msg" && content.data?.state?.msg_id) caught.add(content.data.state.msg_id);
    if (channel !== "iopub" || !SHOWN.has(type) || !moves.has(parent?.msg_id) || caught.has(parent.msg_id)) return;
    makers.get(moves.get(parent.msg_id))?.add({ header, content });
  }

  kernel.anyMessage.connect((_, { direction, msg }) => (direction === "send" ? sent(msg) : received(msg)));
}
