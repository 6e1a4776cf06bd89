/** What comes after the boot file, step by step, as people read it. Pure. */
import type { InstallPlan, PinnedScript } from '@/lib/hosts/installs/schema';
import type { Choice, ChoiceStep } from '@/lib/hosts/profiles/matching';
import { ruleInWords } from '@/lib/hosts/profiles/rules/condition';
import type { Decision } from '../decide';
import type { ExplainedStep, Explanation } from '../schema';
import type { ExplainedText } from './rendered';

type Reasons = ExplainedStep['reasons'];

/** What the machine plane answers to the question that every loader asks. */
export function decisionStep(decision: Decision): ExplainedStep {
  const reasons = decision.reasons.map((reason) => ({ ...reason }));
  return { id: 'decision', title: 'Boot decision', outcome: decidedInWords(decision), reasons };
}

function decidedInWords(decision: Decision): string {
  switch (decision.kind) {
    case 'unknown':
      return 'A stranger: no script, and it is written down as discovered.';
    case 'refused':
      return 'Refused: the answer is 403 with a sentence, which a boot medium shows.';
    case 'local-disk':
      return `${decision.host.name} boots its local disk.`;
    case 'agent':
      return `${decision.host.name} boots the agent, which installs it with the profile "${decision.install.plan.profile.name}".`;
    case 'script':
      return `${decision.host.name} boots a sub script, which installs it with the profile "${decision.install.plan.profile.name}".`;
    case 'rescue':
      return `${decision.host.name} boots once into the sub script "${decision.rescue.title}".`;
  }
}

/** Which profile, with every rule that was asked. An open install keeps what it has pinned. */
export function profileStep(given: {
  choice: Choice & { steps: ChoiceStep[] };
  isHost: boolean;
  pinned: string | null;
}): ExplainedStep {
  const { choice, isHost, pinned } = given;
  const asked: Reasons = choice.steps.map(({ profile, rule, outcome, reason }) => ({
    rule: `"${profile.name}"${rule ? `, ${lower(ruleInWords(rule))}` : ''}`,
    outcome,
    text: reason,
  }));
  if (asked.length === 0) {
    asked.push({
      rule: 'profile',
      outcome: 'lost',
      text: isHost
        ? 'None was chosen by hand, no profile has a rule, and none is the default.'
        : 'No profile has a rule, and none is the default.',
    });
  }
  const title = 'Profile';
  if (pinned === null) {
    return { id: 'profile', title, outcome: chosenInWords(choice, isHost), reasons: asked };
  }
  const install: Reasons[number] = {
    rule: 'install',
    outcome: 'won',
    text: `The open install has pinned "${pinned}" as it was when it was authorised. What is below counts for the next one.`,
  };
  return {
    id: 'profile',
    title,
    outcome: `"${pinned}", by the open install.`,
    reasons: [install, ...asked],
  };
}

const ways = { hand: 'chosen by hand', rule: 'by a rule', default: 'the default' } as const;

function chosenInWords({ profile, by }: Choice, isHost: boolean): string {
  const later = isHost ? '' : ', once it is accepted as a host';
  if (!profile || !by) return `None${later}.`;
  return `"${profile.name}", ${ways[by]}${later}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The profile choice for programs. */
export function explainedChoice(choice: Choice & { steps: ChoiceStep[] }): Explanation['profile'] {
  const { profile, by, steps } = choice;
  return {
    chosen: profile && { id: profile.id, name: profile.name },
    by,
    steps: steps.map((step) => ({ ...step, rule: step.rule && ruleInWords(step.rule) })),
  };
}

/** What the steps after the decision are made of. */
export interface ScriptFacts {
  decision: Decision;
  /** Arguments of the kernel, where they are known. */
  kernelLine: string | null;
  /** Where the machine reaches us, without a slash at its end. */
  base: string;
  boot: { boot: number; of: number };
  /** The newest revision of a script, where it is still there. */
  newest: (scriptId: string) => number | undefined;
  texts: { sub: ExplainedText | null; kickstart: ExplainedText | null };
  /** Nothing is pinned: it is what an install would be, were it authorised now. */
  imagined: boolean;
}

/** Script, kernel line and kickstart, of one decision. */
export function scriptSteps(given: ScriptFacts): ExplainedStep[] {
  return [scriptStep(given), kernelStep(given), kickstartStep(given)];
}

function scriptStep({ decision, boot, newest, texts, imagined }: ScriptFacts): ExplainedStep {
  const step = (outcome: string, reasons: Reasons = []): ExplainedStep => ({
    id: 'script',
    title: 'Script',
    outcome,
    reasons,
  });
  switch (decision.kind) {
    case 'unknown':
      return step('None: the answer is 404 with a sentence, and the main script goes on.');
    case 'refused':
      return step('None: the answer is 403 with a sentence.');
    case 'local-disk':
      return step('Ours, which hands over to the local disk.');
    case 'agent':
      return step(`Ours, which loads the agent, boot ${boot.boot} of ${boot.of}.`);
    case 'rescue': {
      const { scriptId: id, revision, title } = decision.rescue;
      return step(`"${title}", revision ${revision}.`, [
        pinReason({ id, revision, newest, when: 'it was ordered' }),
        ...templateReason(texts.sub),
      ]);
    }
    case 'script': {
      const { subScript } = decision.install.plan;
      if (!subScript) return step('None: the profile had no sub script.');
      return step(
        `"${subScript.title}", revision ${subScript.revision}, boot ${boot.boot} of ${boot.of}.`,
        [
          imagined
            ? imaginedPin(subScript)
            : pinReason({ ...subScript, newest, when: 'the install was authorised' }),
          ...templateReason(texts.sub),
        ],
      );
    }
  }
}

function pinReason(given: {
  id: string;
  revision: number;
  when: string;
  newest: ScriptFacts['newest'];
}): Reasons[number] {
  const { id, revision, when, newest } = given;
  const now = newest(id);
  const later =
    now !== undefined && now > revision ? ` Revision ${now} is newer, and is not used.` : '';
  const text = `Revision ${revision} was pinned when ${when}.${later}`;
  return { rule: 'revision', outcome: 'won', text };
}

function imaginedPin({ revision }: PinnedScript): Reasons[number] {
  const text = `Revision ${revision} is the newest, so it would be pinned.`;
  return { rule: 'revision', outcome: 'won', text };
}

/** Whether a template renders for this machine; where it does not, the machine gets an error in its place. */
function templateReason(shown: ExplainedText | null): Reasons {
  if (!shown?.template) return [];
  const { problem } = shown;
  if (problem === null) {
    return [{ rule: 'template', outcome: 'won', text: 'It is a template, and renders for it.' }];
  }
  return [{ rule: 'template', outcome: 'lost', text: `It does not render for it. ${problem}` }];
}

function kernelStep({ decision, kernelLine }: ScriptFacts): ExplainedStep {
  const step = (outcome: string): ExplainedStep => ({
    id: 'kernel',
    title: 'Kernel line',
    outcome,
    reasons: [],
  });
  if (kernelLine !== null) return step(kernelLine);
  if (decision.kind === 'script' || decision.kind === 'rescue') {
    return step('Whatever the sub script loads: no single kernel can be read off it.');
  }
  return step('None: no kernel is loaded from here.');
}

function kickstartStep(given: ScriptFacts): ExplainedStep {
  const { decision, base, newest, texts, imagined } = given;
  const step = (outcome: string, reasons: Reasons = []): ExplainedStep => ({
    id: 'kickstart',
    title: 'Kickstart',
    outcome,
    reasons,
  });
  if (decision.kind === 'agent') return step('None: the agent writes an image and asks for none.');
  if (decision.kind !== 'script') return step('None: nothing is installed.');
  const { kickstart } = decision.install.plan;
  if (!kickstart) return step('None: the profile has no kickstart.');
  const { title, revision } = kickstart;
  return step(
    `"${title}", revision ${revision}${dialectOf(kickstart)}, at ${base}/api/pxeboot/installs/TOKEN/kickstart.`,
    [
      imagined
        ? imaginedPin(kickstart)
        : pinReason({ ...kickstart, newest, when: 'the install was authorised' }),
      ...templateReason(texts.kickstart),
    ],
  );
}

function dialectOf({ dialect }: PinnedScript): string {
  return dialect === null || dialect === 'kickstart' ? '' : ` (${dialect})`;
}

/** The kernel line of a sub script as it is written there; null where it has none, or several. */
export function kernelOf(text: string): string | null {
  const loads = text.split('\n').filter((line) => /^\s*kernel\s+\S/.test(line));
  const [only] = loads;
  if (only === undefined || loads.length > 1) return null;
  return only
    .trim()
    .replace(/^kernel\s+/, '')
    .replace(/\s+\|\|.*$/, '');
}

/** The scripts of a plan, in the order in which they are used. */
export function scriptsOf(plan: InstallPlan): Explanation['scripts'] {
  const of =
    (kind: Explanation['scripts'][number]['kind']) =>
    ({ id, title, revision }: PinnedScript) => ({ kind, id, title, revision });
  return [
    ...[plan.subScript].filter((one) => one !== null).map(of('sub')),
    ...[plan.kickstart].filter((one) => one !== null).map(of('kickstart')),
    ...plan.preScripts.map(of('pre')),
    ...plan.postScripts.map(of('post')),
  ];
}
