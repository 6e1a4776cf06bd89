import { SelectField, TextField } from '@/app/_ui/labelled';
import { type Choices, usualLabels } from './choices';
import { ConsoleOptions, NetworkOptions, ScreenOptions } from './ipxe-options';
import { runsIpxe } from './steps';
import { TrustOptions } from './trust-options';
import type { StepProps } from './wizard';

/** What has a default; nothing here must be touched. */
export function OptionsStep(props: StepProps) {
  const { choices, errors, change } = props;
  const { kind } = choices;
  const image =
    kind === 'iso' ||
    (kind === 'grub' && choices.grubFragment === 'img') ||
    (kind === 'syslinux' && choices.syslinuxFragment === 'img');
  return (
    <div className="flex flex-col gap-5">
      {(image || kind === 'grub') && (
        <div className="grid gap-x-4 sm:grid-cols-2">
          {kind === 'iso' && (
            <TextField
              label="Label of the CD"
              name="label"
              value={choices.label}
              error={errors.label}
              placeholder={usualLabels.cd}
              hint="What a desktop calls the CD. Up to 32 characters."
              onChange={(label) => change({ label })}
            />
          )}
          {image && (
            <TextField
              label={kind === 'iso' ? 'EFI label' : 'Label'}
              name="fatLabel"
              value={choices.fatLabel}
              error={errors.fatLabel}
              placeholder={usualLabels[kind]}
              hint="Of the FAT file system. Up to 11 characters."
              onChange={(fatLabel) => change({ fatLabel })}
            />
          )}
          {kind === 'grub' && (
            <TextField
              label="Modules"
              name="modules"
              mono
              value={choices.modules}
              error={errors.modules}
              placeholder="http luks"
              hint="Beyond those for disks, file systems and the network, which are always in."
              onChange={(modules) => change({ modules })}
            />
          )}
        </div>
      )}
      {runsIpxe(choices) && (
        <>
          <SelectField
            label="How it is made"
            name="engine"
            value={choices.engine}
            error={errors.engine}
            hint="The page says at the right which one it will be, and why."
            onChange={(engine) => change({ engine: engine as Choices['engine'] })}
          >
            <option value="auto">As it needs: ready parts where they will do</option>
            <option value="prebuilt">From the distribution’s ready parts, in a moment</option>
            <option value="compiled">Compiled from iPXE’s source</option>
          </SelectField>
          <NetworkOptions {...props} />
          <TrustOptions {...props} />
          <ScreenOptions {...props} />
          <ConsoleOptions {...props} />
        </>
      )}
    </div>
  );
}
