'use client';

import { Card } from '@/app/_ui/card';
import { DiskRuleField, type DiskRuleValue } from '@/app/_ui/disk-rule';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { type Dialect, dialectNames } from '@/lib/scripts/schema';

export interface ImageChoice {
  id: string;
  name: string;
  state: string;
}

export interface ScriptChoice {
  id: string;
  kind: string;
  title: string;
  /** Of a kickstart. */
  dialect: Dialect | null;
}

/** What the card holds of a profile. */
export interface Installs {
  name: string;
  method: 'agent' | 'script';
  imageId: string;
  subScriptId: string;
  kickstartId: string;
  disk: DiskRuleValue;
}

/** Name and method: an image by the agent, or any installer by a sub script. */
export function InstallsCard({
  value,
  onChange,
  images,
  scripts,
  errors,
}: {
  value: Installs;
  onChange: (change: Partial<Installs>) => void;
  images: ImageChoice[];
  scripts: ScriptChoice[];
  errors: Record<string, string>;
}) {
  const { name, method } = value;
  return (
    <Card title="What it installs">
      <TextField
        label="Name"
        name="name"
        value={name}
        error={errors.name}
        hint="Such as worker, or debian-12-base."
        onChange={(name) => onChange({ name })}
      />
      <SelectField
        label="How"
        name="method"
        value={method}
        hint={
          method === 'agent'
            ? 'Our agent streams the image to the disk. The quickest way, and it can be trusted with disks.'
            : 'A sub script loads any installer; a kickstart answers its questions. The installer chooses the disk.'
        }
        onChange={(method) => onChange({ method: method === 'script' ? 'script' : 'agent' })}
      >
        <option value="agent">Write an image with the agent</option>
        <option value="script">Run a sub script</option>
      </SelectField>
      {method === 'agent' ? (
        <>
          <SelectField
            label="Image"
            name="imageId"
            value={value.imageId}
            error={errors.imageId}
            hint={images.length === 0 ? 'None yet: make one under Images.' : undefined}
            onChange={(imageId) => onChange({ imageId })}
          >
            <option value="">Choose an image</option>
            {images.map((image) => (
              <option key={image.id} value={image.id}>
                {image.name}
                {image.state !== 'ready' ? ` (${image.state})` : ''}
              </option>
            ))}
          </SelectField>
          <DiskRuleField
            value={value.disk}
            error={errors.disk ?? errors.value}
            onChange={(disk) => onChange({ disk: disk ?? { rule: 'smallest', value: null } })}
          />
        </>
      ) : (
        <Installer value={value} onChange={onChange} scripts={scripts} errors={errors} />
      )}
    </Card>
  );
}

function Installer({
  value,
  onChange,
  scripts,
  errors,
}: {
  value: Installs;
  onChange: (change: Partial<Installs>) => void;
  scripts: ScriptChoice[];
  errors: Record<string, string>;
}) {
  const kickstarts = scripts.filter(({ kind }) => kind === 'kickstart');
  const chosen = kickstarts.find(({ id }) => id === value.kickstartId);
  return (
    <>
      <SelectField
        label="Sub script"
        name="subScriptId"
        value={value.subScriptId}
        error={errors.subScriptId}
        onChange={(subScriptId) => onChange({ subScriptId })}
      >
        <option value="">Choose a sub script</option>
        {scripts
          .filter(({ kind }) => kind === 'sub')
          .map((script) => (
            <option key={script.id} value={script.id}>
              {script.title}
            </option>
          ))}
      </SelectField>
      <SelectField
        label="Kickstart"
        name="kickstartId"
        value={value.kickstartId}
        error={errors.kickstartId}
        hint={chosen?.dialect ? whereFound[chosen.dialect] : 'The script finds it at ${kickstart}.'}
        onChange={(kickstartId) => onChange({ kickstartId })}
      >
        <option value="">None</option>
        {kickstarts.map(({ id, title, dialect }) => (
          <option key={id} value={id}>
            {title}
            {dialect ? ` · ${dialectNames[dialect]}` : ''}
          </option>
        ))}
      </SelectField>
    </>
  );
}

/** How an installer of each dialect is led to its answers. */
const whereFound: Record<Dialect, string> = {
  kickstart: 'Anaconda reads it: inst.ks=${kickstart} on the kernel line of the sub script.',
  preseed: 'debian-installer reads it: url=${kickstart} on the kernel line of the sub script.',
  autoinstall:
    'Ubuntu’s installer asks for user-data beside it: ds=nocloud;s=${install}/ on the kernel line.',
  ignition: 'CoreOS reads it: ignition.config.url=${kickstart} on the kernel line.',
  autoyast: 'YaST reads it: autoyast=${kickstart} on the kernel line of the sub script.',
};
