// Made from the route files; `npx vitest run app/api/manifest.test.ts -u` makes it anew.
import type { Manifest } from './routes';

/** Every route of the REST API. */
export const manifest: Manifest = {
  '/api/audit': () => import('./audit/route'),
  '/api/auth/[...nextauth]': () => import('./auth/[...nextauth]/route'),
  '/api/boot/explain': () => import('./boot/explain/route'),
  '/api/builds': () => import('./builds/route'),
  '/api/builds/[id]': () => import('./builds/[id]/route'),
  '/api/builds/[id]/log': () => import('./builds/[id]/log/route'),
  '/api/builds/[id]/rebuild': () => import('./builds/[id]/rebuild/route'),
  '/api/dns/hosts': () => import('./dns/hosts/route'),
  '/api/dns/interfaces': () => import('./dns/interfaces/route'),
  '/api/dns/logs': () => import('./dns/logs/route'),
  '/api/dns/lookup': () => import('./dns/lookup/route'),
  '/api/dns/ports': () => import('./dns/ports/route'),
  '/api/dns/script': () => import('./dns/script/route'),
  '/api/dns/status': () => import('./dns/status/route'),
  '/api/events': () => import('./events/route'),
  '/api/health': () => import('./health/route'),
  '/api/hosts': () => import('./hosts/route'),
  '/api/hosts/[id]': () => import('./hosts/[id]/route'),
  '/api/hosts/[id]/explain': () => import('./hosts/[id]/explain/route'),
  '/api/hosts/[id]/install': () => import('./hosts/[id]/install/route'),
  '/api/hosts/[id]/installs': () => import('./hosts/[id]/installs/route'),
  '/api/hosts/bulk': () => import('./hosts/bulk/route'),
  '/api/images': () => import('./images/route'),
  '/api/images/[id]': () => import('./images/[id]/route'),
  '/api/images/[id]/retry': () => import('./images/[id]/retry/route'),
  '/api/images/upload': () => import('./images/upload/route'),
  '/api/invitations': () => import('./invitations/route'),
  '/api/invitations/[id]': () => import('./invitations/[id]/route'),
  '/api/leases': () => import('./leases/route'),
  '/api/live': () => import('./live/route'),
  '/api/localnodes': () => import('./localnodes/route'),
  '/api/localnodes/[id]': () => import('./localnodes/[id]/route'),
  '/api/localnodes/[id]/probe': () => import('./localnodes/[id]/probe/route'),
  '/api/machines': () => import('./machines/route'),
  '/api/machines/[mac]': () => import('./machines/[mac]/route'),
  '/api/machines/[mac]/accept': () => import('./machines/[mac]/accept/route'),
  '/api/machines/[mac]/reject': () => import('./machines/[mac]/reject/route'),
  '/api/me': () => import('./me/route'),
  '/api/me/password': () => import('./me/password/route'),
  '/api/me/sessions': () => import('./me/sessions/route'),
  '/api/network': () => import('./network/route'),
  '/api/network/doctor': () => import('./network/doctor/route'),
  '/api/network/preview': () => import('./network/preview/route'),
  '/api/network/probe': () => import('./network/probe/route'),
  '/api/openapi.json': () => import('./openapi.json/route'),
  '/api/profiles': () => import('./profiles/route'),
  '/api/profiles/[id]': () => import('./profiles/[id]/route'),
  '/api/pxeboot/autoexec.ipxe': () => import('./pxeboot/autoexec.ipxe/route'),
  '/api/pxeboot/boot': () => import('./pxeboot/boot/route'),
  '/api/pxeboot/installs/[token]/[...what]': () =>
    import('./pxeboot/installs/[token]/[...what]/route'),
  '/api/pxeboot/interfaces': () => import('./pxeboot/interfaces/route'),
  '/api/pxeboot/kickstarts': () => import('./pxeboot/kickstarts/route'),
  '/api/pxeboot/kickstarts/[id]': () => import('./pxeboot/kickstarts/[id]/route'),
  '/api/pxeboot/kickstarts/[id]/revisions': () =>
    import('./pxeboot/kickstarts/[id]/revisions/route'),
  '/api/pxeboot/kickstarts/[id]/revisions/[number]': () =>
    import('./pxeboot/kickstarts/[id]/revisions/[number]/route'),
  '/api/pxeboot/kickstarts/[id]/revisions/[number]/restore': () =>
    import('./pxeboot/kickstarts/[id]/revisions/[number]/restore/route'),
  '/api/pxeboot/logs': () => import('./pxeboot/logs/route'),
  '/api/pxeboot/mainscript': () => import('./pxeboot/mainscript/route'),
  '/api/pxeboot/mainscript/revisions': () => import('./pxeboot/mainscript/revisions/route'),
  '/api/pxeboot/mainscript/revisions/[number]': () =>
    import('./pxeboot/mainscript/revisions/[number]/route'),
  '/api/pxeboot/mainscript/revisions/[number]/restore': () =>
    import('./pxeboot/mainscript/revisions/[number]/restore/route'),
  '/api/pxeboot/ports': () => import('./pxeboot/ports/route'),
  '/api/pxeboot/postinstallscripts': () => import('./pxeboot/postinstallscripts/route'),
  '/api/pxeboot/postinstallscripts/[id]': () => import('./pxeboot/postinstallscripts/[id]/route'),
  '/api/pxeboot/postinstallscripts/[id]/revisions': () =>
    import('./pxeboot/postinstallscripts/[id]/revisions/route'),
  '/api/pxeboot/postinstallscripts/[id]/revisions/[number]': () =>
    import('./pxeboot/postinstallscripts/[id]/revisions/[number]/route'),
  '/api/pxeboot/postinstallscripts/[id]/revisions/[number]/restore': () =>
    import('./pxeboot/postinstallscripts/[id]/revisions/[number]/restore/route'),
  '/api/pxeboot/preinstallscripts': () => import('./pxeboot/preinstallscripts/route'),
  '/api/pxeboot/preinstallscripts/[id]': () => import('./pxeboot/preinstallscripts/[id]/route'),
  '/api/pxeboot/preinstallscripts/[id]/revisions': () =>
    import('./pxeboot/preinstallscripts/[id]/revisions/route'),
  '/api/pxeboot/preinstallscripts/[id]/revisions/[number]': () =>
    import('./pxeboot/preinstallscripts/[id]/revisions/[number]/route'),
  '/api/pxeboot/preinstallscripts/[id]/revisions/[number]/restore': () =>
    import('./pxeboot/preinstallscripts/[id]/revisions/[number]/restore/route'),
  '/api/pxeboot/status': () => import('./pxeboot/status/route'),
  '/api/pxeboot/subscripts': () => import('./pxeboot/subscripts/route'),
  '/api/pxeboot/subscripts/[id]': () => import('./pxeboot/subscripts/[id]/route'),
  '/api/pxeboot/subscripts/[id]/revisions': () =>
    import('./pxeboot/subscripts/[id]/revisions/route'),
  '/api/pxeboot/subscripts/[id]/revisions/[number]': () =>
    import('./pxeboot/subscripts/[id]/revisions/[number]/route'),
  '/api/pxeboot/subscripts/[id]/revisions/[number]/restore': () =>
    import('./pxeboot/subscripts/[id]/revisions/[number]/restore/route'),
  '/api/sshkeys': () => import('./sshkeys/route'),
  '/api/sshkeys/[id]': () => import('./sshkeys/[id]/route'),
  '/api/teams': () => import('./teams/route'),
  '/api/teams/[id]': () => import('./teams/[id]/route'),
  '/api/teams/[id]/members': () => import('./teams/[id]/members/route'),
  '/api/teams/[id]/members/[userId]': () => import('./teams/[id]/members/[userId]/route'),
  '/api/tokens': () => import('./tokens/route'),
  '/api/tokens/[id]': () => import('./tokens/[id]/route'),
};
