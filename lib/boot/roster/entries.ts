/**
 * What the roster holds: plain values, as they are read from the store and
 * kept on disk.
 */
import type { Dialect } from '@/lib/scripts/schema';
import type { BootEnrolment, BootHost, BootInstall } from '../view';
import type { LinkEntry, MediumEntry } from './media';

export interface ScriptEntry {
  id: string;
  teamId: string;
  kind: 'main' | 'sub' | 'kickstart' | 'pre' | 'post';
  title: string;
  /** The newest revision. */
  revision: number;
}

/** The text of one revision. */
export interface TextEntry {
  scriptId: string;
  revision: number;
  text: string;
  sha256: string;
  /** Rendered for the machine; else it leaves byte for byte. */
  template: boolean;
  dialect: Dialect | null;
}

export interface ArtifactEntry {
  fingerprint: string;
  kind: string;
  files: { name: string; size: number; sha256: string }[];
  /** Of a boot medium: the file that is booted. */
  main: string | null;
}

/** What is in force in the bootloaders. */
export interface PublicationEntry {
  text: string;
  revision: number;
}

export interface SettingsEntry {
  publication: PublicationEntry | null;
  /** Where machines reach us; null when nothing is set or known yet. */
  publicUrl: string | null;
  domain: string | null;
}

/** Everything, as one value. */
export interface RosterContent {
  hosts: BootHost[];
  /** The newest of each host. */
  installs: BootInstall[];
  scripts: ScriptEntry[];
  texts: TextEntry[];
  artifacts: ArtifactEntry[];
  /** Finished ones. */
  media: MediumEntry[];
  links: LinkEntry[];
  enrolments: BootEnrolment[];
  settings: SettingsEntry;
}

export const noSettings: SettingsEntry = { publication: null, publicUrl: null, domain: null };
