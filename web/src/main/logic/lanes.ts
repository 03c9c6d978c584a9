/** A revision as the graph needs it. */
export interface Node {
  id: string;
  parents: readonly string[];
}

/** A line from the middle of a row to the middle of the next one. */
export interface Edge {
  from: number;
  to: number;
}

/** A row of the graph: where the revision stands, and what runs from here to the row below. */
export interface Row {
  id: string;
  lane: number;
  /** How many lanes are in use at most, here and just below. */
  width: number;
  down: Edge[];
  /** Whether the line goes on to revisions that are not in the list. */
  cut: boolean;
}

/**
 * Gives every revision a lane. The list has the youngest first, so children stand above parents; a first
 * parent stays in the lane of its child, others get the first lane that is free.
 */
export function lanes(nodes: readonly Node[]): Row[] {
  const known = new Set(nodes.map((node) => node.id));
  // which revision each lane leads to; undefined where it is free
  let waiting: (string | undefined)[] = [];
  return nodes.map((node) => {
    let lane = waiting.indexOf(node.id);
    if (lane < 0) {
      lane = firstFree(waiting);
    }
    const before = waiting.slice();
    before[lane] = node.id;
    const after = before.map((id) => (id === node.id ? undefined : id));
    const down: Edge[] = [];
    const parents = [...new Set(node.parents)].filter((parent) => known.has(parent) && parent !== node.id);
    // where another line, further to the right, joins the one that goes on here
    let joining = -1;
    for (const parent of parents) {
      let to = after.indexOf(parent);
      if (to > lane && after[lane] === undefined) {
        joining = to;
        after[to] = undefined;
        to = -1;
      }
      if (to < 0) {
        to = after[lane] === undefined ? lane : firstFree(after);
        after[to] = parent;
      }
      down.push({ from: lane, to });
    }
    before.forEach((id, from) => {
      if (id !== undefined && id !== node.id) {
        down.push({ from, to: from === joining ? lane : from });
      }
    });
    while (after.length > 0 && after.at(-1) === undefined) {
      after.pop();
    }
    waiting = after;
    return {
      id: node.id,
      lane,
      width: Math.max(before.length, after.length),
      down,
      cut: parents.length < new Set(node.parents).size,
    };
  });
}

function firstFree(all: readonly (string | undefined)[]): number {
  const free = all.findIndex((id) => id === undefined);
  return free < 0 ? all.length : free;
}
