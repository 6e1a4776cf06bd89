import { TabLinks } from '@/app/_ui/tab-links';

const tabs = [
  { name: 'Hosts', href: '/hosts' },
  { name: 'Local nodes', href: '/hosts/nodes' },
  { name: 'What would it get?', href: '/hosts/explain' },
] as const;

/** The pages about all hosts, above each of them. */
export function HostsTabs({ here }: { here: (typeof tabs)[number]['href'] }) {
  return <TabLinks label="Hosts" tabs={tabs.map((tab) => ({ ...tab, here: tab.href === here }))} />;
}
