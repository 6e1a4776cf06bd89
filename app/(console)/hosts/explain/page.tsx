import { Route } from 'lucide-react';
import type { Metadata } from 'next';
import Form from 'next/form';
import { headers } from 'next/headers';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Field, Input, Select } from '@/app/_ui/field';
import { Heading } from '@/app/_ui/heading';
import { Notice } from '@/app/_ui/status';
import type { Actor } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { explainBoot } from '@/lib/boot/explain';
import { type Explanation, explainBootQuery } from '@/lib/boot/schema';
import { isAppError } from '@/lib/core/errors';
import { Explained } from '../_explain/explained';
import { HostsTabs } from '../tabs';

export const metadata: Metadata = { title: 'What would this machine get?' };

/** What the address asks for. `firmware` is platform and way of booting in one word, as people choose it. */
interface Asked {
  mac: string;
  firmware: string;
  arch: string;
}

const firmwares: Record<string, { name: string; platform: 'efi' | 'pcbios'; http: boolean }> = {
  uefi: { name: 'UEFI', platform: 'efi', http: false },
  'uefi-http': { name: 'UEFI, booting by HTTP', platform: 'efi', http: true },
  bios: { name: 'BIOS', platform: 'pcbios', http: false },
};

export default async function ExplainPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const params = await searchParams;
  const actor = await requireActor();
  const word = (name: string) => (typeof params[name] === 'string' ? params[name].trim() : '');
  const asked: Asked = { mac: word('mac'), firmware: word('firmware'), arch: word('arch') };
  const found = await explain({ actor, asked });
  const wrong = found && 'problem' in found ? found.problem : null;
  return (
    <>
      <Heading
        title="What would this machine get, and why?"
        note="From the DHCP answer to the kickstart. Nothing is booted, counted or written down by asking."
      />
      <HostsTabs here="/hosts/explain" />
      <Card className="mb-4">
        <Form
          key={JSON.stringify(asked)}
          action="/hosts/explain"
          className="grid items-start gap-x-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_12rem_11rem_auto]"
        >
          <Field
            label="MAC address"
            name="mac"
            error={wrong ?? undefined}
            hint="In any spelling. Empty: a machine that was never seen."
          >
            <Input
              name="mac"
              mono
              autoComplete="off"
              placeholder="52:54:00:77:00:01"
              defaultValue={asked.mac}
              error={wrong ?? undefined}
            />
          </Field>
          <Field label="Firmware" name="firmware">
            <Select name="firmware" defaultValue={asked.firmware}>
              <option value="">As it is known</option>
              {Object.entries(firmwares).map(([id, { name }]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Architecture" name="arch">
            <Select name="arch" defaultValue={asked.arch}>
              <option value="">As it is known</option>
              <option value="x86_64">x86_64</option>
              <option value="arm64">arm64</option>
            </Select>
          </Field>
          <Button look="primary" type="submit" className="lg:mt-6">
            Explain
          </Button>
        </Form>
      </Card>
      <Answer found={found} />
    </>
  );
}

type Found = { explained: Explanation } | { problem: string } | null;

async function explain(given: { actor: Actor; asked: Asked }): Promise<Found> {
  const { actor, asked } = given;
  if (!asked.mac && !asked.firmware && !asked.arch) return null;
  const firmware = firmwares[asked.firmware];
  const query = explainBootQuery.safeParse({
    mac: asked.mac || undefined,
    arch: asked.arch || undefined,
    platform: firmware?.platform,
    http: firmware?.http ? 'true' : undefined,
  });
  if (!query.success) return { problem: query.error.issues[0]?.message ?? 'This is no MAC.' };
  const host = (await headers()).get('host') ?? undefined;
  try {
    return { explained: await explainBoot({ actor, query: query.data, host }) };
  } catch (error) {
    if (isAppError(error)) return { problem: error.fields[0]?.message ?? error.message };
    throw error;
  }
}

function Answer({ found }: { found: Found }) {
  if (!found || 'problem' in found) {
    return (
      <Card>
        <Empty Picture={Route} title="Type a MAC, or choose a firmware">
          You see each step that the machine would take: which rule won, and why the others did not.
        </Empty>
      </Card>
    );
  }
  const { explained } = found;
  return (
    <>
      {!explained.host && (
        <div className="mb-4">
          <Notice meaning="none">No host of this team is known by what it tells.</Notice>
        </div>
      )}
      <Explained explained={explained} />
    </>
  );
}
