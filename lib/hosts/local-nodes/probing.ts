/** Which nodes are knocked at, and what follows from the answer. */
import { reasonOf } from '@/lib/core/errors';

export interface KnownNode {
  id: string;
  teamId: string;
  hostId: string | null;
  name: string;
  address: string;
  reachable: boolean | null;
  registeredAt: Date;
}

export interface NodeFinding {
  node: KnownNode;
  reachable: boolean;
  reason: string | null;
}

/**
 * Asks one address after the other, `atOnce` at a time, and tells of each
 * node as soon as it is known. Of several nodes with one address the system
 * that registered last has it: who answers there is that one, and the others
 * are away. `ask` throws with the reason where nobody answers.
 */
export async function probeNodes(given: {
  nodes: readonly KnownNode[];
  atOnce: number;
  ask: (address: string) => Promise<void>;
  onFinding: (finding: NodeFinding) => Promise<void>;
  signal: AbortSignal;
}): Promise<void> {
  const { nodes, atOnce, ask, onFinding, signal } = given;
  const { holders, others } = sharing(nodes);
  for (const finding of others) await onFinding(finding);
  const queue = [...holders];
  const work = async () => {
    for (let node = queue.shift(); node; node = queue.shift()) {
      signal.throwIfAborted();
      const reason = await ask(node.address).then(() => null, reasonOf);
      signal.throwIfAborted();
      await onFinding({ node, reachable: reason === null, reason });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, queue.length) }, work));
}

/** Who has each address of a team now, and who had it before. */
function sharing(nodes: readonly KnownNode[]): { holders: KnownNode[]; others: NodeFinding[] } {
  const byAddress = new Map<string, KnownNode>();
  const key = (node: KnownNode) => `${node.teamId} ${node.address}`;
  for (const node of nodes) {
    const other = byAddress.get(key(node));
    if (!other || later(node, other)) byAddress.set(key(node), node);
  }
  const others = nodes.flatMap((node) => {
    const holder = byAddress.get(key(node));
    if (!holder || holder === node) return [];
    const reason = `${node.address} is ${holder.name}'s now, which registered later.`;
    return [{ node, reachable: false, reason }];
  });
  return { holders: [...byAddress.values()], others };
}

function later(one: KnownNode, other: KnownNode): boolean {
  const apart = one.registeredAt.getTime() - other.registeredAt.getTime();
  return apart > 0 || (apart === 0 && one.id > other.id);
}
