// Cycles of a directed graph by Tarjan's algorithm, without recursion: file graphs are deep.

/** @param {Map<string, Iterable<string>>} graph @returns {string[][]} the groups whose members reach each other, two or more. */
export function findCycles(graph) {
  const index = new Map();
  const low = new Map();
  const onStack = new Set();
  const stack = [];
  const groups = [];
  for (const root of graph.keys()) {
    if (index.has(root)) continue;
    const work = [];
    const enter = (node) => {
      index.set(node, index.size);
      low.set(node, index.get(node));
      stack.push(node);
      onStack.add(node);
      work.push({ node, next: [...(graph.get(node) ?? [])][Symbol.iterator]() });
    };
    enter(root);
    while (work.length > 0) {
      const { node, next } = work.at(-1);
      const { value: target, done } = next.next();
      if (!done) {
        if (!graph.has(target)) continue;
        if (!index.has(target)) enter(target);
        else if (onStack.has(target)) low.set(node, Math.min(low.get(node), index.get(target)));
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) low.set(parent.node, Math.min(low.get(parent.node), low.get(node)));
      if (low.get(node) !== index.get(node)) continue;
      const group = stack.splice(stack.indexOf(node));
      for (const member of group) onStack.delete(member);
      if (group.length > 1) groups.push(group);
    }
  }
  return groups;
}
