/**
 * Renders everything that a plan pins, before anybody authorises it: what
 * does not render is refused here, and not on a machine that has nobody in
 * front of it. Pure.
 */
import { AppError } from '@/lib/core/errors';
import { renderForHost, sentenceOf } from '../render-for-host';
import type { InstallPlan } from '../schema';
import { type HostFacts, templateVariables } from '../variables';
import type { PreparedScript } from './scripts/data';

/** As long as the real ones, for some targets bound the length of a value. */
const base = 'http://provisioner.example.internal:3000';
const installPath = `/api/pxeboot/installs/${'0'.repeat(36)}.${'0'.repeat(32)}`;

/**
 * Throws ERR_SCRIPT_DOES_NOT_RENDER for the first script that does not. A
 * machine tells its architecture and firmware at every boot, so these are
 * taken for known.
 */
export function demandRenders(given: {
  facts: HostFacts;
  plan: InstallPlan;
  scripts: PreparedScript[];
  secrets: Record<string, string>;
}): void {
  const { facts, plan, scripts, secrets } = given;
  const host = { ...facts, arch: facts.arch ?? 'x86_64', firmware: facts.firmware ?? 'uefi' };
  const variables = templateVariables({ host, plan, base, installPath, secrets });
  for (const { source, include } of scripts) {
    const rendered = renderForHost({ source, variables, include });
    if (rendered.ok) continue;
    const { kind, title } = source;
    throw new AppError({
      class: 'conflict',
      code: 'ERR_SCRIPT_DOES_NOT_RENDER',
      message: `${facts.name} cannot be installed, for a script of its profile does not render for it: ${rendered.problems.map(sentenceOf).join(' ')}`,
      data: { kind, title, problems: rendered.problems.map((one) => ({ ...one })) },
    });
  }
}
