import { bytes } from '@/app/_ui/bytes';
import { duration } from '@/app/_ui/duration';
import { Progress } from '@/app/_ui/progress';
import { type Meaning, Notice } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import type { InstallSummary } from '@/lib/hosts/installs/data';

const meanings: Record<InstallSummary['state'], Meaning> = {
  authorised: 'working',
  booting: 'working',
  installing: 'working',
  installed: 'good',
  failed: 'failed',
  expired: 'attention',
  cancelled: 'none',
};

/** The sentence of the newest install, and how far it is. Always there, so nothing jumps. */
export function InstallState({ install }: { install: InstallSummary | null }) {
  if (!install) {
    return (
      <div className="mb-5">
        <Notice meaning="none">
          Never installed from here. Until you press install, this machine boots its own disk.
        </Notice>
      </div>
    );
  }
  const running = install.state === 'installing' || install.state === 'booting';
  return (
    <div className="mb-5">
      <Notice meaning={meanings[install.state]}>
        <span data-testid="install-sentence">{sentence(install)}</span>
        {running && (
          <span className="mt-2 flex items-center gap-3">
            <Progress value={install.progress ?? 0} label={install.step ?? 'Installing'} />
            <span className="tabular w-40 shrink-0 text-right text-xs text-muted">
              {Math.round((install.progress ?? 0) * 100)} %
              {install.bytesServed > 0 && ` · ${bytes(install.bytesServed)}`}
            </span>
          </span>
        )}
      </Notice>
    </div>
  );
}

function sentence(install: InstallSummary) {
  switch (install.state) {
    case 'authorised':
      return (
        <>
          Install of “{install.profileName}” is authorised: switch the machine on, or restart it,
          before <Ago at={install.expiresAt} /> runs out.{' '}
          {install.overwrite && 'Its disk may be overwritten.'}
        </>
      );
    case 'booting':
    case 'installing':
      return (
        <>
          {install.step ?? 'Booting into the installation'}
          {install.startedAt && (
            <>
              , begun <Ago at={install.startedAt} />
            </>
          )}
        </>
      );
    case 'installed': {
      const took =
        install.startedAt && install.endedAt
          ? Date.parse(install.endedAt) - Date.parse(install.startedAt)
          : null;
      return (
        <>
          “{install.profileName}” installed <Ago at={install.endedAt} />
          {took !== null && ` in ${duration(took)}`}.{' '}
          {install.firstBootAt ? 'The new system has booted.' : 'Waiting for its first boot.'} It
          boots its own disk until you ask again.
        </>
      );
    }
    default:
      return install.reason ?? `The install is ${install.state}.`;
  }
}
