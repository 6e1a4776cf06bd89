import {
  Activity,
  Boxes,
  Cpu,
  Disc3,
  FileCode2,
  HardDrive,
  LayoutDashboard,
  type LucideIcon,
  Network,
  PackageCheck,
  Settings,
} from 'lucide-react';

export interface Place {
  name: string;
  href: string;
  Icon: LucideIcon;
  /** Second key after `g`. */
  key: string;
}

/** The rooms of the console, in the order of the sidebar. */
export const places: Place[] = [
  { name: 'Overview', href: '/', Icon: LayoutDashboard, key: 'o' },
  { name: 'Hosts', href: '/hosts', Icon: Cpu, key: 'h' },
  { name: 'Profiles', href: '/profiles', Icon: Boxes, key: 'p' },
  { name: 'Scripts', href: '/scripts', Icon: FileCode2, key: 's' },
  { name: 'Images', href: '/images', Icon: HardDrive, key: 'i' },
  { name: 'Media', href: '/media', Icon: Disc3, key: 'm' },
  { name: 'Builds', href: '/builds', Icon: PackageCheck, key: 'b' },
  { name: 'Network', href: '/network', Icon: Network, key: 'n' },
  { name: 'Activity', href: '/activity', Icon: Activity, key: 'a' },
  { name: 'Settings', href: '/settings', Icon: Settings, key: ',' },
];

/** What can be done from anywhere; `words` are what a search for it may hold. */
export const deeds = [
  { name: 'Add a host', words: 'add a host', href: '/hosts?add=1' },
  {
    name: 'What would this machine get, and why?',
    words: 'explain what would this machine get why mac boot',
    href: '/hosts/explain',
  },
  { name: 'Look at local nodes', words: 'local nodes reachable ssh', href: '/hosts/nodes' },
  { name: 'Write a script', words: 'write a new script', href: '/scripts/new' },
  {
    name: 'Make a boot medium',
    words: 'make a new boot medium iso usb ipxe grub',
    href: '/media/new',
  },
  { name: 'Make a profile', words: 'make a new profile', href: '/profiles/new' },
];
