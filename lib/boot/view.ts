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

/** What an enrolment token opens; see auth/enrolments. */
export interface BootEnrolment {
  id: string;
  teamId: string;
  /** Its team owns the installation. */
  owner: boolean;
  name: string;
  /** Milliseconds since 1970. */
  expiresAt: number | null;
  revokedAt: number | null;
}

export interface BootView {
  hostByMac(mac: string): BootHost | undefined;
  /** All hosts with this UUID, in either byte order. */
  hostsByUuid(uuid: string): BootHost[];
  hostsBySerial(serial: string): BootHost[];
  newestInstall(hostId: string): BootInstall | undefined;
  enrolment(id: string): BootEnrolment | undefined;
  /** True when the artifact's files can be served. */
  hasArtifact(fingerprint: string): boolean;
}
