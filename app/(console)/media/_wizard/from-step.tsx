import { ChoiceCards } from '@/app/_ui/choice-cards';
import { TextField } from '@/app/_ui/labelled';
import { EnrolmentChoice } from './enrolment-choice';
import type { StepProps } from './wizard';

/** Where a machine that boots from the medium reaches us. */
export function FromStep({ choices, errors, ground, change }: StepProps) {
  const { origin, base } = choices;
  const typed = origin === 'address' || origin === 'anywhere';
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="Where will the machine be?"
        name="origin"
        value={origin}
        choices={[
          {
            value: 'here',
            name: 'In this network',
            about: ground.published
              ? `It reaches us at ${ground.published}, as machines that boot by PXE do.`
              : 'It reaches us at the address that machines that boot by PXE are told.',
            closed: ground.published
              ? null
              : 'Nothing is published yet: choose an interface under Network.',
          },
          {
            value: 'address',
            name: 'Behind a tunnel, or at another address',
            about: 'It reaches us at an address that you name. It is let in as if it were here.',
          },
          {
            value: 'anywhere',
            name: 'Anywhere',
            about:
              'It shows a token, and is let in until you revoke that: from then on the medium is refused.',
          },
          {
            value: 'none',
            name: 'It does not need us',
            about: 'Your own script is put in byte for byte, and knows where to go.',
          },
        ]}
        onChange={(chosen) =>
          change({
            origin: chosen,
            base: base || (ground.published ?? ''),
            // The ready script has nowhere to go without us.
            ...(chosen === 'none' && choices.source === 'ready' && { source: 'own' as const }),
          })
        }
      />
      {origin === 'here' && errors.base && <p className="text-danger">{errors.base}</p>}
      {typed && (
        <TextField
          label="Address"
          name="base"
          mono
          placeholder="https://boot.example.net"
          value={base}
          error={errors.base}
          hint="As the machine types it: http or https, a name or an address, a port. No path."
          onChange={(text) => change({ base: text })}
        />
      )}
      {origin === 'anywhere' && (
        <EnrolmentChoice
          value={choices.enrolment}
          error={errors.enrolment}
          enrolments={ground.enrolments}
          onChange={(enrolment) => change({ enrolment })}
        />
      )}
    </div>
  );
}
