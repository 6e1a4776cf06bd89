import { ChoiceCards } from '@/app/_ui/choice-cards';
import { kinds } from './names';
import { obstacleOf } from './obstacle';
import type { StepProps } from './wizard';

/** The one that boots anywhere first. */
const order = ['iso', 'ipxe', 'grub', 'syslinux'] as const;

export function WhatStep({ choices, ground, change }: StepProps) {
  return (
    <ChoiceCards
      legend="What is the machine to boot?"
      name="kind"
      value={choices.kind}
      choices={order.map((kind) => ({
        value: kind,
        ...kinds[kind],
        warning: obstacleOf({ availability: ground.availability, kind, engine: null }),
      }))}
      onChange={(kind) => change({ kind })}
    />
  );
}
