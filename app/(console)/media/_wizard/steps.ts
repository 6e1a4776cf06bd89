/** The steps of the wizard, and at which of them a field is. */
import type { Choices } from './choices';

export const stepIds = ['what', 'machine', 'from', 'script', 'options', 'build'] as const;
export type StepId = (typeof stepIds)[number];

/** Whether the medium runs an iPXE script; the others run their loader's configuration. */
export function runsIpxe({ kind }: Choices): boolean {
  return kind === 'iso' || kind === 'ipxe';
}

/** Whether the medium holds a text of ours: single files of SYSLINUX do not. */
function holdsText({ kind, syslinuxFragment }: Choices): boolean {
  return kind !== 'syslinux' || syslinuxFragment === 'img';
}

/** The steps of these choices, in their order. */
export function stepsOf(choices: Choices): StepId[] {
  return stepIds.filter((step) => {
    if (step === 'from') return runsIpxe(choices);
    if (step === 'script' || step === 'options') return holdsText(choices);
    return true;
  });
}

/** The step that the address names; one that these choices do not have is the first. */
export function stepNamed(name: string | null, choices: Choices): StepId {
  return stepsOf(choices).find((step) => step === name) ?? 'what';
}

/** The name of a step, above it and in the row of steps. */
export function stepName(step: StepId, choices: Choices): string {
  switch (step) {
    case 'what':
      return 'What it boots';
    case 'machine':
      return choices.kind === 'syslinux' ? 'Which part' : 'Which machines';
    case 'from':
      return 'Where from';
    case 'script':
      return runsIpxe(choices) ? 'Script' : 'Configuration';
    case 'options':
      return 'Options';
    case 'build':
      return 'Build';
  }
}

const fieldSteps: Record<string, StepId> = {
  architectures: 'machine',
  platform: 'machine',
  driver: 'machine',
  extension: 'machine',
  selfContained: 'machine',
  fragment: 'machine',
  base: 'from',
  enrolment: 'from',
  script: 'script',
  configuration: 'script',
};

/** The step at which a field of the spec is chosen. */
export function stepOfField(field: string): StepId {
  return fieldSteps[field.split('.')[0] ?? ''] ?? 'options';
}
