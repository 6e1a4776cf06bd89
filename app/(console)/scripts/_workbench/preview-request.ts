import type { PreviewInput } from '@/lib/boot/preview/schema';
import type { Dialect, ScriptKind } from '@/lib/scripts/schema';

/** As which machine a text is rendered: a host, a MAC, or an architecture and a firmware. */
export type PreviewAs =
  | { by: 'host'; hostId: string }
  | { by: 'mac'; mac: string }
  | { by: 'kind'; arch: 'x86_64' | 'arm64'; firmware: 'bios' | 'uefi' };

export interface PreviewedText {
  kind: ScriptKind;
  id?: string;
  title: string;
  text: string;
  template: boolean;
  dialect: Dialect | null;
}

/** What a script without a title is called in its problems. */
export function nameOf({ title }: { title: string }): string {
  return title || 'This script';
}

/** What is asked of the preview, also by REST; null while the MAC is not whole. */
export function previewRequest(given: {
  source: PreviewedText;
  as: PreviewAs;
}): PreviewInput | null {
  const { as, source } = given;
  const { kind, id, text, template, dialect } = source;
  const machine = machineOf(as);
  if (!machine) return null;
  return { kind, id, title: nameOf(source), text, template, dialect, ...machine };
}

function machineOf(as: PreviewAs): Pick<PreviewInput, 'hostId' | 'facts'> | null {
  if (as.by === 'host') return { hostId: as.hostId };
  if (as.by === 'kind') return { facts: { arch: as.arch, firmware: as.firmware } };
  return /^([0-9a-f]{2}[^0-9a-f]*){6}$/i.test(as.mac.trim()) ||
    /^([0-9a-f]{4}[.:-]?){3}$/i.test(as.mac.trim())
    ? { facts: { mac: as.mac.trim() } }
    : null;
}
