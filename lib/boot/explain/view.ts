/** The roster as an explanation sees it: without other teams, and as if an install were authorised. */
import type { InstallPlan } from '@/lib/hosts/installs/schema';
import type { BootHost, BootView } from '../view';

/** The roster as if there were no other team. */
export function viewOfTeam(given: { roster: BootView; teamId: string }): BootView {
  const { roster: all, teamId } = given;
  const ours = (row: { teamId: string }) => row.teamId === teamId;
  return {
    hostByMac: (mac) => {
      const host = all.hostByMac(mac);
      return host && ours(host) ? host : undefined;
    },
    hostsByUuid: (uuid) => all.hostsByUuid(uuid).filter(ours),
    hostsBySerial: (serial) => all.hostsBySerial(serial).filter(ours),
    newestInstall: (hostId) => all.newestInstall(hostId),
    enrolment: (id) => {
      const enrolment = all.enrolment(id);
      return enrolment && ours(enrolment) ? enrolment : undefined;
    },
    hasArtifact: (fingerprint) => all.hasArtifact(fingerprint),
  };
}

/** The same view, where the host's newest install is one that was authorised just now by this plan. */
export function imaginedInstall(given: {
  view: BootView;
  host: BootHost;
  plan: InstallPlan;
}): BootView {
  const { view, host, plan } = given;
  const install = {
    id: '00000000-0000-4000-8000-000000000000',
    hostId: host.id,
    plan,
    gate: {
      state: 'authorised',
      method: plan.method,
      bootsAllowed: 1,
      bootsUsed: 0,
      expiresAt: Number.MAX_SAFE_INTEGER,
      overwrite: false,
      disk: null,
      eventSeq: 0,
      heardAt: null,
      booted: false,
      reason: null,
    },
  } as const;
  return { ...view, newestInstall: () => install };
}
