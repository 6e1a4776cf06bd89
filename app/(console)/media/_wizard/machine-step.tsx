import { ChoiceCards } from '@/app/_ui/choice-cards';
import { Check } from '@/app/_ui/field';
import { SelectField } from '@/app/_ui/labelled';
import { fragmentsOf, grubPlatforms } from '@/lib/builds/builders/grub/schema';
import {
  extensionsOf,
  type IpxeExtension,
  type IpxePlatform,
  ipxeDrivers,
} from '@/lib/builds/builders/ipxe/schema';
import { isoArchitectures } from '@/lib/builds/builders/iso/schema';
import { syslinuxFragments } from '@/lib/builds/builders/syslinux/schema';
import type { Choices } from './choices';
import {
  architectures,
  drivers,
  extensions,
  grubFragmentNames,
  grubPlatformNames,
  platforms,
  syslinuxFiles,
} from './names';
import type { StepProps } from './wizard';

/** The most common first. */
const platformOrder = Object.keys(platforms) as IpxePlatform[];

/** Firmware and architecture, and which of the loader's forms goes with them. */
export function MachineStep(props: StepProps) {
  switch (props.choices.kind) {
    case 'iso':
      return <Architectures {...props} />;
    case 'ipxe':
      return <Target {...props} />;
    case 'grub':
      return <Grub {...props} />;
    case 'syslinux':
      return <Syslinux {...props} />;
  }
}

function Architectures({ choices, errors, change }: StepProps) {
  const chosen = choices.architectures;
  return (
    <fieldset className="grid gap-2" aria-describedby="architectures-note">
      <legend className="mb-1.5 font-medium">Which machines are to boot it?</legend>
      {isoArchitectures.map((one) => (
        <div
          key={one}
          className={`rounded-md border px-3 py-2.5 ${chosen.includes(one) ? 'border-accent bg-accent-soft' : 'border-line'}`}
        >
          <Check
            label={<span className="font-medium">{architectures[one].name}</span>}
            hint={architectures[one].about}
            checked={chosen.includes(one)}
            aria-invalid={errors.architectures ? true : undefined}
            onChange={() =>
              change({
                architectures: isoArchitectures.filter((name) =>
                  name === one ? !chosen.includes(name) : chosen.includes(name),
                ),
              })
            }
          />
        </div>
      ))}
      <p
        id="architectures-note"
        className={`min-h-6 text-xs ${errors.architectures ? 'text-danger' : 'text-muted'}`}
      >
        {errors.architectures ?? 'Both fit on one medium; it grows by about a megabyte.'}
      </p>
    </fieldset>
  );
}

/** The choices with a platform and a driver that go together, and a form that both have. */
function targetWith(choices: Choices, part: Partial<Choices>): Partial<Choices> {
  const platform = part.platform ?? choices.platform;
  const wanted = part.driver ?? choices.driver;
  const possible = ipxeDrivers.filter((driver) => extensionsOf({ platform, driver }).length > 0);
  const fallback = platform.endsWith('-efi') ? 'snponly' : 'undionly';
  const driver = possible.includes(wanted) ? wanted : fallback;
  const forms = extensionsOf({ platform, driver });
  const extension = part.extension ?? choices.extension;
  return {
    platform,
    driver,
    extension: forms.includes(extension) ? extension : (forms[0] ?? extension),
  };
}

function Target({ choices, errors, change }: StepProps) {
  const { platform, driver, extension } = choices;
  const to = (part: Partial<Choices>) => change(targetWith(choices, part));
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="Which firmware and processor?"
        name="platform"
        columns={2}
        value={platform}
        choices={platformOrder.map((one) => ({ value: one, ...platforms[one] }))}
        onChange={(chosen) => to({ platform: chosen })}
      />
      <ChoiceCards
        legend="Whose network driver?"
        name="driver"
        columns={2}
        value={driver}
        choices={ipxeDrivers
          .filter((one) => extensionsOf({ platform, driver: one }).length > 0)
          .map((one) => ({ value: one, ...drivers[one] }))}
        onChange={(chosen) => to({ driver: chosen })}
      />
      <div className="grid gap-x-4 sm:grid-cols-2">
        <SelectField
          label="Form"
          name="extension"
          value={extension}
          error={errors.extension}
          hint={extensions[extension]}
          onChange={(chosen) => to({ extension: chosen as IpxeExtension })}
        >
          {extensionsOf({ platform, driver }).map((one) => (
            <option key={one} value={one}>
              {driver}.{one}
            </option>
          ))}
        </SelectField>
        <div className="pt-1 sm:pt-6">
          <Check
            label="One single file with the script in it"
            hint="Otherwise the script may stand beside it as autoexec.ipxe."
            checked={choices.selfContained}
            onChange={(event) => change({ selfContained: event.target.checked })}
          />
        </div>
      </div>
    </div>
  );
}

function Grub({ choices, change }: StepProps) {
  const { grubPlatform, grubFragment } = choices;
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="Which firmware and processor?"
        name="grubPlatform"
        columns={2}
        value={grubPlatform}
        choices={grubPlatforms.map((one) => ({ value: one, ...grubPlatformNames[one] }))}
        onChange={(platform) => {
          const possible = fragmentsOf(platform);
          const fits = possible.includes(grubFragment);
          change({
            grubPlatform: platform,
            grubFragment: fits ? grubFragment : (possible[0] ?? grubFragment),
          });
        }}
      />
      <ChoiceCards
        legend="In which form?"
        name="grubFragment"
        columns={2}
        value={grubFragment}
        choices={fragmentsOf(grubPlatform).map((one) => ({
          value: one,
          ...grubFragmentNames[one],
        }))}
        onChange={(fragment) => change({ grubFragment: fragment })}
      />
    </div>
  );
}

const files = syslinuxFragments.filter((one) => one !== 'img');

function Syslinux({ choices, change }: StepProps) {
  const { syslinuxFragment } = choices;
  const image = syslinuxFragment === 'img';
  return (
    <div className="flex flex-col gap-4">
      <ChoiceCards
        legend="The whole, or a part of it?"
        name="syslinux"
        value={image ? 'img' : 'file'}
        choices={[
          {
            value: 'img',
            name: 'Bootable image',
            about: 'A disk with a FAT file system that boots to your configuration, by BIOS.',
          },
          {
            value: 'file',
            name: 'One file',
            about: 'As SYSLINUX brings it, to put where you need it.',
          },
        ]}
        onChange={(form) => change({ syslinuxFragment: form === 'img' ? 'img' : 'isolinux.bin' })}
      />
      {!image && (
        <SelectField
          label="File"
          name="fragment"
          value={syslinuxFragment}
          hint={`${syslinuxFragment} ${syslinuxFiles[syslinuxFragment]}.`}
          onChange={(fragment) =>
            change({ syslinuxFragment: fragment as Choices['syslinuxFragment'] })
          }
        >
          {files.map((one) => (
            <option key={one} value={one}>
              {one}: {syslinuxFiles[one]}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
