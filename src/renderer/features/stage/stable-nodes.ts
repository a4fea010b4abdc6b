import type { Node } from '@xyflow/react';

const drawnAlike = (left: Node, right: Node): boolean =>
  left.ariaLabel === right.ariaLabel &&
  left.hidden === right.hidden &&
  left.type === right.type &&
  left.parentId === right.parentId &&
  left.position.x === right.position.x &&
  left.position.y === right.position.y &&
  left.width === right.width &&
  left.height === right.height;

/**
 * Returns the previous object for each node that looks the same, so that React renders only the changed
 * nodes.
 */
export const createStableNodes = (): ((nodes: readonly Node[]) => Node[]) => {
  let known = new Map<string, Node>();
  return (nodes) => {
    const kept = nodes.map((node) => {
      const before = known.get(node.id);
      return before && drawnAlike(before, node) ? before : node;
    });
    known = new Map(kept.map((node) => [node.id, node]));
    return kept;
  };
};
