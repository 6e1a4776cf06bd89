import { AreaField, SelectField } from '@/app/_ui/labelled';
import { Group, setting } from './ipxe-options';
import type { StepProps } from './wizard';

const pem = '-----BEGIN CERTIFICATE-----';

/** Whom iPXE believes, and how it shows who it is. */
export function TrustOptions(props: StepProps) {
  const { choices, errors, ground } = props;
  const { options } = choices;
  const set = setting(props);
  return (
    <Group name="Trust">
      <AreaField
        label="Certificates of authorities to believe"
        name="options.trust"
        mono
        rows={options.trust ? 6 : 2}
        placeholder={pem}
        value={options.trust}
        error={errors['options.trust']}
        hint="PEM, one after another. In the place of iPXE’s own: for servers of a private authority."
        onChange={(trust) => set({ trust })}
      />
      <div className="grid gap-x-4 sm:grid-cols-[minmax(0,1fr)_240px]">
        <AreaField
          label="Client certificate"
          name="options.clientCertificate"
          mono
          rows={options.clientCertificate ? 6 : 2}
          placeholder={pem}
          value={options.clientCertificate}
          error={errors['options.clientCertificate']}
          hint="PEM. Shown to servers that ask who it is."
          onChange={(clientCertificate) => set({ clientCertificate })}
        />
        <SelectField
          label="Its key"
          name="options.clientKeySecret"
          value={options.clientKeySecret}
          error={errors['options.clientKeySecret']}
          hint={
            ground.secrets.length === 0
              ? 'Keep the key (PEM) under Settings, Secrets, first.'
              : 'The secret that holds it (PEM). It never shows in a spec.'
          }
          onChange={(clientKeySecret) => set({ clientKeySecret })}
        >
          <option value="">None</option>
          {ground.secrets.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
    </Group>
  );
}
