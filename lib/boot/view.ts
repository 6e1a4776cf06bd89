/** What a boot decision may look at: values, however they came into memory. */
import type { GateInstall } from '@/lib/hosts/installs/gate';
import type { InstallPlan } from '@/lib/hosts/installs/schema';
import type { Labels } from '@/lib/hosts/labels/schema';
import type { Rescue } from '@/lib/hosts/rescue/schema';

export interface BootHost {
  id: string;
  teamId: string;
  name: string;
  address: string | null;
  uuid: string | null;
  serial: string | null;
  arch: string | null;
  firmware: string | null;
  vendor: string | null;
  product: string | null;
  macs: string[];
  localBoot: 'auto' | 'exit' | 'sanboot';
  labels: Labels;
  /** One boot into a sub script that was ordered; see hosts/rescue. */
  rescue: Rescue | null;
}

/** The newest install of a host. */
export interface BootInstall {
  id: string;
  hostId: string;
  gate: GateInstall;
  plan: InstallPlan;
}

export interface BootView {
  hostByMac(mac: string): BootHost | undefined;
  /** All hosts with this UUID, in either byte order. */
  hostsByUuid(uuid: string): BootHost[];
  hostsBySerial(serial: string): BootHost[];
  newestInstall(hostId: string): BootInstall | undefined;
  /** True when the artifact's files can be served. */
  hasArtifact(fingerprint: string): boolean;
}
