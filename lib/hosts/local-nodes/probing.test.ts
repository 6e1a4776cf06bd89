import { expect, test } from 'vitest';
import { type KnownNode, type NodeFinding, probeNodes } from './probing';

function node(given: Partial<KnownNode> & { id: string }): KnownNode {
  return {
    teamId: 'team',
    hostId: null,
    name: `node-${given.id}`,
    address: `10.0.0.${given.id}`,
    reachable: null,
    registeredAt: new Date(0),
    ...given,
  };
}

async function findings(given: {
  nodes: KnownNode[];
  ask?: (address: string) => Promise<void>;
  atOnce?: number;
  signal?: AbortSignal;
}) {
  const found: NodeFinding[] = [];
  const { nodes, ask = async () => {}, atOnce = 4 } = given;
  const signal = given.signal ?? new AbortController().signal;
  const onFinding = async (finding: NodeFinding) => void found.push(finding);
  await probeNodes({ nodes, atOnce, ask, onFinding, signal });
  return found.map((one) => [one.node.id, one.reachable, one.reason]);
}

test('each is asked at its own address, and who does not answer has the reason', async () => {
  const asked: string[] = [];
  const ask = async (address: string) => {
    asked.push(address);
    if (address === '10.0.0.2') throw new Error('connect ECONNREFUSED 10.0.0.2:22');
  };
  expect(await findings({ nodes: [node({ id: '1' }), node({ id: '2' })], ask })).toEqual([
    ['1', true, null],
    ['2', false, 'connect ECONNREFUSED 10.0.0.2:22'],
  ]);
  expect(asked).toEqual(['10.0.0.1', '10.0.0.2']);
});

test('of two at one address, the later one has it, and it is asked once', async () => {
  const asked: string[] = [];
  const nodes = [
    node({ id: '1', address: '10.0.0.9', registeredAt: new Date(1) }),
    node({ id: '2', address: '10.0.0.9', registeredAt: new Date(2) }),
    node({ id: '3', address: '10.0.0.9', teamId: 'another' }),
  ];
  const ask = async (address: string) => void asked.push(address);
  expect(await findings({ nodes, ask })).toEqual([
    ['1', false, "10.0.0.9 is node-2's now, which registered later."],
    ['2', true, null],
    ['3', true, null],
  ]);
  expect(asked).toEqual(['10.0.0.9', '10.0.0.9']);
});

test('no more are asked at once than allowed', async () => {
  let open = 0;
  let most = 0;
  const ask = async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 2));
    open -= 1;
  };
  const nodes = Array.from({ length: 20 }, (_, index) => node({ id: String(index + 1) }));
  expect(await findings({ nodes, ask, atOnce: 3 })).toHaveLength(20);
  expect(most).toBe(3);
});

test('what was being asked when it had to end is not a finding', async () => {
  const controller = new AbortController();
  const ask = async () => {
    controller.abort(new Error('stop'));
    throw new Error('aborted');
  };
  await expect(
    findings({ nodes: [node({ id: '1' })], ask, signal: controller.signal }),
  ).rejects.toThrow('stop');
});
