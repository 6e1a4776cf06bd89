/** What an agent's report says to people: the line in the timeline, and the step at work. */
import type { AgentEvent, Inventory } from './schema';

/** The line in the host's timeline; null for reports that only move the progress bar. */
export function timelineLine(event: AgentEvent): string | null {
  switch (event.type) {
    case 'agent-started':
      return `The agent${event.agentVersion ? ` ${event.agentVersion}` : ''} has started${event.address ? ` at ${event.address}` : ''}.`;
    case 'inventory':
      return `Inventory: ${inventoryLine(event.inventory)}.`;
    case 'started':
      return (
        event.message || `The installer${event.installer ? ` ${event.installer}` : ''} has started.`
      );
    case 'progress':
      return null;
    case 'script-started':
      return `${phaseName(event.phase)} "${event.title}" has started${event.interpreter ? ` (${event.interpreter})` : ''}.`;
    case 'script-finished':
      return `${phaseName(event.phase)} "${event.title}": exit ${event.exitCode ?? 'by a signal'} in ${seconds(event.durationMs)}.`;
    case 'claim':
      return `${event.disk.path} (${size(event.disk.size)}) is claimed for the image${event.disk.hasData ? `; it holds data${event.disk.what ? `: ${event.disk.what}` : ''}` : ''}.`;
    case 'image-progress':
      return null;
    case 'image-written':
      return `Image: ${size(event.bytes)} in ${seconds(event.durationMs)}, checksum ${event.verified ? 'good' : 'not checked'}.`;
    case 'step':
      return event.message || event.name;
    case 'finished':
      return 'The installation is finished. From now on the machine boots its local disk.';
    case 'failed':
      return `The installation failed: ${event.reason}`;
    case 'first-boot':
      return `The new system is up${event.addresses.length > 0 ? ` at ${event.addresses.join(', ')}` : ''}.`;
  }
}

/** The step at work, and how far it is (0 to 1, null where that is unknown); null leaves it. */
export function stepOf(event: AgentEvent): { step: string; progress: number | null } | null {
  switch (event.type) {
    case 'agent-started':
      return { step: 'The agent is taking inventory', progress: null };
    case 'script-started':
      return {
        step: `Running ${phaseName(event.phase).toLowerCase()} "${event.title}"`,
        progress: null,
      };
    case 'started':
      return { step: short(event.message) || 'The installer is at work', progress: null };
    case 'progress':
      return { step: short(event.message) || 'Installing', progress: event.percent / 100 };
    case 'claim':
      return { step: `Writing the image to ${event.disk.path}`, progress: 0 };
    case 'image-progress':
      return { step: writingStep(event), progress: fraction(event.bytes, event.total) };
    case 'image-written':
      return { step: 'The image is written', progress: 1 };
    case 'step':
      return { step: short(event.message || event.name), progress: null };
    case 'finished':
      return { step: 'Finished; waiting for the first boot', progress: null };
    case 'first-boot':
      return { step: 'The new system is up', progress: null };
    default:
      return null;
  }
}

function short(text: string): string {
  return text.slice(0, 200).toWellFormed();
}

function writingStep(event: Extract<AgentEvent, { type: 'image-progress' }>): string {
  const rate = event.bytesPerSecond ? `, ${size(event.bytesPerSecond)}/s` : '';
  const left = event.secondsLeft == null ? '' : `, ${clock(event.secondsLeft)} left`;
  return `Writing the image${rate}${left}`;
}

function inventoryLine(found: Inventory): string {
  const disks = (found.disks ?? []).map(
    (disk) => `${disk.path.replace('/dev/', '')} ${size(disk.size)}`,
  );
  const parts = [
    found.cpu?.cores ? count(found.cpu.cores, 'core') : null,
    found.memoryBytes ? `${binary(found.memoryBytes)} of memory` : null,
    disks.length > 0 ? disks.join(', ') : 'no disk',
    found.cards ? count(found.cards.length, 'network card') : null,
    found.firmware ? found.firmware.toUpperCase() : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function phaseName(phase: 'pre' | 'post'): string {
  return phase === 'pre' ? 'Pre-install' : 'Post-install';
}

function fraction(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, part / whole) : null;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Bytes in decimal units, as disks and wires are sold: `41 MB`, `1.0 GB`. */
export function size(bytes: number): string {
  return scaled(bytes, 1000, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);
}

/** Bytes in binary units, as memory is sold: `8 GiB`. */
function binary(bytes: number): string {
  return scaled(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);
}

function scaled(bytes: number, base: number, units: string[]): string {
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

function seconds(milliseconds: number): string {
  const value = milliseconds / 1000;
  return value < 100 ? `${value.toFixed(1)} s` : clock(value);
}

/** Seconds as minutes and seconds: `0:12`. */
function clock(value: number): string {
  const whole = Math.round(value);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
