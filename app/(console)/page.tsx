import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { EventLine } from '@/app/_ui/event-line';
import { Heading } from '@/app/_ui/heading';
import { Progress } from '@/app/_ui/progress';
import { Notice, StateBadge } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import { requireActor } from '@/lib/auth/current';
import { listBuilds } from '@/lib/builds/data';
import { listEvents } from '@/lib/events/data';
import { pageOfHosts } from '@/lib/hosts/data';
import { networkSettings, serviceStates } from '@/lib/network/data';
import { FirstSteps } from './_overview/first-steps';
import { firstSteps } from './_overview/steps';
import { teamCounts } from './_shell/team-counts';

/** Order in which states are told: what wants attention first. */
const order = [
  'failed',
  'installing',
  'booting',
  'authorised',
  'expired',
  'installed',
  'ready',
  'new',
];

/** Installs of which each has a line; of a whole room the list of hosts tells. */
const shownAtOnce = 8;

export default async function OverviewPage() {
  const actor = await requireActor();
  const [counts, services, settings, events, builds, { hosts: running }, steps] = await Promise.all(
    [
      teamCounts(),
      serviceStates(),
      networkSettings(),
      listEvents({ actor, limit: 14 }),
      listBuilds({ actor, state: 'running', limit: 5 }),
      pageOfHosts({ actor, query: { state: 'installing', limit: shownAtOnce } }),
      firstSteps({ actor }),
    ],
  );
  const states = Object.entries(counts.byState)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return (
    <>
      <Heading title="Overview" />
      <div className="flex flex-col gap-4">
        {counts.strangers > 0 && (
          <Notice meaning="attention" action={<ButtonLink href="/hosts">Review</ButtonLink>}>
            {counts.strangers === 1
              ? '1 machine waits to be accepted'
              : `${counts.strangers} machines wait to be accepted`}
          </Notice>
        )}
        {steps.some((step) => !step.done) && <FirstSteps steps={steps} />}
        <div className="grid gap-4 lg:grid-cols-2">
          <Card
            title="Hosts"
            actions={
              <ButtonLink look="quiet" href="/hosts/explain">
                What would a machine get?
              </ButtonLink>
            }
          >
            {states.length === 0 ? (
              <p className="text-muted">
                No hosts yet. Plug a machine in on {settings.interface ?? 'the machine network'} and
                switch it on.
              </p>
            ) : (
              <ul className="flex flex-wrap gap-x-8 gap-y-2">
                {states.map(([state, count]) => (
                  <li key={state}>
                    <Link
                      href={`/hosts?state=${state}`}
                      className="flex items-baseline gap-2 hover:opacity-80"
                    >
                      <span className="tabular text-xl font-semibold">{count}</span>
                      <StateBadge state={state} />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title="Services">
            {services.length === 0 ? (
              <p className="text-muted">The worker has not shown itself yet.</p>
            ) : (
              <ul className="flex flex-col gap-2">
                {services.map((service) => (
                  <li key={service.name} className="flex flex-wrap items-baseline gap-x-3">
                    <Link href="/network" className="font-medium hover:text-accent">
                      DHCP, DNS, TFTP on {settings.interface ?? 'no interface yet'}
                    </Link>
                    <StateBadge state={service.observed} />
                    <span className="text-muted">
                      since <Ago at={service.since} />
                    </span>
                    {service.reason && <span className="w-full text-muted">{service.reason}</span>}
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        {(running.length > 0 || builds.length > 0) && (
          <Card title="Now" flush>
            <ul className="divide-y divide-line">
              {running.map((host) => (
                <Working
                  key={host.id}
                  href={`/hosts/${host.id}`}
                  name={host.name}
                  step={host.step ?? 'installing'}
                  share={host.progress ?? 0}
                />
              ))}
              {counts.byState.installing > running.length && (
                <li className="px-4 py-2 text-muted">
                  <Link href="/hosts?state=installing" className="hover:text-accent">
                    and {counts.byState.installing - running.length} other hosts
                  </Link>
                </li>
              )}
              {builds.map((build) => (
                <Working
                  key={build.id}
                  href={`/builds/${build.id}`}
                  name={build.title}
                  step={build.step ?? 'building'}
                  share={build.progress}
                />
              ))}
            </ul>
          </Card>
        )}
        <Card
          title="Latest"
          flush
          actions={
            <ButtonLink look="quiet" href="/activity">
              All
            </ButtonLink>
          }
        >
          {events.length === 0 ? (
            <p className="p-4 text-muted">Nothing has happened yet.</p>
          ) : (
            <ol className="divide-y divide-line">
              {events.map((event) => (
                <EventLine key={event.id} event={event} showHost />
              ))}
            </ol>
          )}
        </Card>
      </div>
    </>
  );
}

function Working({
  href,
  name,
  step,
  share,
}: {
  href: string;
  name: string;
  step: string;
  share: number;
}) {
  return (
    <li className="flex items-center gap-x-4 gap-y-1 px-4 py-2 max-sm:flex-wrap">
      <Link
        href={href}
        className="shrink-0 truncate font-medium max-sm:w-full sm:w-48 hover:text-accent"
      >
        {name}
      </Link>
      <span className="truncate text-muted max-sm:w-full sm:w-72 sm:shrink-0">{step}</span>
      <Progress value={share} label={step} />
      <span className="tabular w-12 shrink-0 text-right text-muted">
        {Math.round(share * 100)} %
      </span>
    </li>
  );
}
