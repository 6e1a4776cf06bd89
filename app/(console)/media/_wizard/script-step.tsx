import { RunConfiguration } from './configuration-text';
import { IpxeScript } from './ipxe-script';
import { runsIpxe } from './steps';
import type { StepProps } from './wizard';

/** What runs on the medium: an iPXE script, or the loader's configuration. */
export function ScriptStep(props: StepProps) {
  return runsIpxe(props.choices) ? <IpxeScript {...props} /> : <RunConfiguration {...props} />;
}
