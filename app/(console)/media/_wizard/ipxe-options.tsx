import type { ReactNode } from 'react';
import { Check } from '@/app/_ui/field';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { ipxeCommands } from '@/lib/builds/builders/ipxe/schema';
import type { OptionChoices } from './choices';
import { commands } from './names';
import type { StepProps } from './wizard';

/** bit/s, as the spec has them. */
const speeds = ['9600', '19200', '38400', '57600', '115200'];

/** Options that belong together, under one name. */
export function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-2 border-t border-line pt-4">
      <legend className="sr-only">{name}</legend>
      <p aria-hidden className="font-semibold">
        {name}
      </p>
      {children}
    </fieldset>
  );
}

/** Writes one option without touching the others. */
export function setting({ choices, change }: Pick<StepProps, 'choices' | 'change'>) {
  return (part: Partial<OptionChoices>) => change({ options: { ...choices.options, ...part } });
}

export function NetworkOptions(props: StepProps) {
  const { options } = props.choices;
  const set = setting(props);
  return (
    <Group name="Network">
      <Check
        label="HTTPS"
        hint="Loads from https:// addresses. Without it the binary is smaller."
        checked={options.https}
        onChange={(event) => set({ https: event.target.checked })}
      />
      <Check
        label="IPv6"
        hint="Asks for IPv6 addresses too; where no router answers it waits some seconds."
        checked={options.ipv6}
        onChange={(event) => set({ ipv6: event.target.checked })}
      />
      <Check
        label="Syslog"
        hint="Sends what it says to the syslog server that a script names."
        checked={options.syslog}
        onChange={(event) => set({ syslog: event.target.checked })}
      />
    </Group>
  );
}

export function ScreenOptions(props: StepProps) {
  const { options } = props.choices;
  const set = setting(props);
  return (
    <Group name="Screen and serial line">
      <div className="grid gap-x-4 sm:grid-cols-2">
        <SelectField
          label="Serial console"
          name="options.serial"
          value={options.serial}
          error={props.errors['options.serial']}
          hint="On the first serial line. UEFI often mirrors its screen there by itself."
          onChange={(serial) => set({ serial })}
        >
          <option value="">None</option>
          {speeds.map((speed) => (
            <option key={speed} value={speed}>
              {speed} bit/s
            </option>
          ))}
        </SelectField>
        <TextField
          label="Banner"
          name="options.banner"
          value={options.banner}
          error={props.errors['options.banner']}
          placeholder="iPXE"
          hint="What iPXE calls itself on the screen."
          onChange={(banner) => set({ banner })}
        />
      </div>
      <Check
        label="Graphical screen"
        hint="A framebuffer with the modes and pictures that the command console sets."
        checked={options.framebuffer}
        onChange={(event) => set({ framebuffer: event.target.checked })}
      />
    </Group>
  );
}

export function ConsoleOptions(props: StepProps) {
  const { options } = props.choices;
  const set = setting(props);
  const error = props.errors['options.commands'];
  return (
    <Group name="Commands and debugging">
      <p className="text-muted">Commands that a script may use beyond the common ones.</p>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2 xl:grid-cols-3">
        {ipxeCommands.map((command) => (
          <Check
            key={command}
            label={<span className="font-mono text-[13px]">{command}</span>}
            hint={commands[command]}
            checked={options.commands.includes(command)}
            onChange={(event) =>
              set({
                commands: ipxeCommands.filter((one) =>
                  one === command ? event.target.checked : options.commands.includes(one),
                ),
              })
            }
          />
        ))}
      </div>
      {error && <p className="text-xs text-danger">{error}</p>}
      <TextField
        label="Objects that tell what they do"
        name="options.debug"
        mono
        value={options.debug}
        error={props.errors['options.debug']}
        placeholder="tls dhcp:3"
        hint="As iPXE’s DEBUG= takes them, parted by spaces; a number says how much."
        onChange={(debug) => set({ debug })}
      />
    </Group>
  );
}
