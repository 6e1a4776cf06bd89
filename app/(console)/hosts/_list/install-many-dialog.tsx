'use client';

import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { Check } from '@/app/_ui/field';
import { TextField } from '@/app/_ui/labelled';
import { Progress } from '@/app/_ui/progress';
import type { HostToInstall } from '@/lib/hosts/installs/bulk/data';
import type { BulkInstallResults } from '@/lib/hosts/installs/bulk/schema';
import { hostsToInstallAction, installManyAction } from '../actions';

/** Hosts of one request, so that the bar moves and a closed page leaves little behind. */
const piece = 20;

type Refusals = Record<string, string>;

/**
 * Asks once for all chosen hosts, by their names, and authorises an install of
 * each. What is refused stays chosen, with the reason beside its name.
 */
export function InstallManyDialog({
  ids,
  onLeft,
  onClose,
}: {
  ids: string[];
  /** Called with the hosts that are still to be done. */
  onLeft: (ids: string[]) => void;
  onClose: () => void;
}) {
  const [hosts, setHosts] = useState<HostToInstall[] | null>(null);
  const [refused, setRefused] = useState<Refusals>({});
  const [overwrite, setOverwrite] = useState(false);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  // Asked for once: what is done meanwhile does not go from under the reader's eyes.
  const [asked] = useState(ids);

  useEffect(() => {
    let here = true;
    void hostsToInstallAction({ ids: asked }).then((result) => {
      if (!here) return;
      if (result.ok) setHosts(result.value);
      else setError(result.message);
    });
    return () => {
      here = false;
    };
  }, [asked]);

  const count = hosts?.length ?? asked.length;
  const able = (hosts ?? []).filter(({ profile }) => profile !== null);
  const word = `overwrite ${able.length}`;
  const confirmed = !overwrite || typed.trim() === word;
  const busy = done !== null;

  async function send() {
    setRefused({});
    setError(null);
    const left: Refusals = {};
    for (let start = 0; start < able.length; start += piece) {
      setDone(start);
      const part = able.slice(start, start + piece).map(({ id }) => id);
      const result = await installManyAction({ ids: part, overwrite });
      if (result.ok) Object.assign(left, refusalsOf(result.value));
      else {
        setError(`${result.message} ${start} of ${able.length} were asked for before that.`);
        setDone(null);
        return;
      }
    }
    setDone(null);
    finish(left);
  }

  function finish(left: Refusals) {
    const good = able.length - Object.keys(left).length;
    if (good > 0) toast.success(`${good} ${good === 1 ? 'install' : 'installs'} authorised`);
    setRefused(left);
    const rest = (hosts ?? []).filter(({ id, profile }) => profile === null || id in left);
    onLeft(rest.map(({ id }) => id));
    if (Object.keys(left).length === 0) onClose();
    else setHosts(rest);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !busy && onClose()}
      title={`Install ${count === 1 ? 'this host' : `these ${count} hosts`}?`}
      note="Each at its next network boot within an hour. What its profile says now is pinned; each has its own gate, and can be cancelled by itself."
    >
      <div className="flex flex-col gap-4">
        <Names hosts={hosts} refused={refused} />
        <Check
          checked={overwrite}
          disabled={busy}
          onChange={(event) => setOverwrite(event.target.checked)}
          label="Overwrite disks that hold data"
          hint="Without this, a disk with partitions or a file system is left alone and that install stops with the reason."
        />
        {overwrite && (
          <TextField
            label={`Type “${word}” to confirm`}
            name="confirm"
            hint="What is on the chosen disk of each of these hosts will be gone."
            value={typed}
            onChange={setTyped}
          />
        )}
        {error && (
          <p role="alert" className="text-danger">
            {error}
          </p>
        )}
        <div className="flex items-center justify-between gap-2">
          {busy ? (
            <div className="flex flex-1 items-center gap-3 text-muted">
              <Progress value={done / able.length} label="Hosts asked for" />
              <span className="tabular whitespace-nowrap">
                {done} of {able.length}
              </span>
            </div>
          ) : (
            <Curl
              method="POST"
              path="/api/hosts/bulk/install"
              body={{ ids: able.map(({ id }) => id), overwrite }}
            />
          )}
          <Button
            look={overwrite ? 'destructive' : 'primary'}
            busy={busy}
            disabled={!confirmed || able.length === 0}
            onClick={() => void send()}
          >
            Install {able.length > 0 && able.length}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Every name, with what it would get, or why it is left out. */
function Names({ hosts, refused }: { hosts: HostToInstall[] | null; refused: Refusals }) {
  if (hosts === null) return <p className="text-muted">Reading their names …</p>;
  return (
    <ul
      aria-label="Hosts to install"
      className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line"
    >
      {hosts.map(({ id, name, profile }) => (
        <li key={id} className="px-3 py-1.5">
          <div className="flex items-baseline justify-between gap-4">
            <span className="max-w-3/5 shrink-0 truncate font-medium" title={name}>
              {name}
            </span>
            <span className="min-w-0 truncate text-muted" title={profile ?? undefined}>
              {profile ?? 'left out: it has no profile'}
            </span>
          </div>
          {refused[id] && <p className="text-danger">{refused[id]}</p>}
        </li>
      ))}
    </ul>
  );
}

function refusalsOf(results: BulkInstallResults): Refusals {
  const failed = results.flatMap((one) => (one.ok ? [] : [[one.id, one.message]]));
  return Object.fromEntries(failed);
}
