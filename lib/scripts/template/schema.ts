/**
 * Templates: scripts whose text is Liquid, rendered for one host.
 *
 * Glossary.
 * target: the language that a value is escaped for where it stands.
 * source: a script as the renderer sees it: text, and how to read it.
 * variables: all that a template can name; there is nothing else.
 * problem: why a template cannot be rendered, where in which script.
 */
import type { Dialect, ScriptKind } from '../schema';

export const targets = [
  'ipxe',
  'cmdline',
  'kickstart',
  'preseed',
  'shell',
  'python',
  'javascript',
  'yaml',
  'json',
  'xml',
  /** A language that we cannot escape for: only plain words go in. */
  'other',
] as const;
export type Target = (typeof targets)[number];

export interface Source {
  title: string;
  kind: ScriptKind;
  dialect: Dialect | null;
  text: string;
  /** False: the text is served as it is, byte for byte. */
  template: boolean;
}

/** Line and column count from 1; columns in UTF-16 units, as the editor counts. */
export interface Problem {
  message: string;
  line: number;
  column: number;
  /** Of the script that it is in: the source, or what it includes. */
  title: string;
}

export interface Variables {
  /** Null where it is not known: rendering it is an error, `{% if host.ip %}` is not. */
  host: {
    /** Null for a machine that is no host. */
    name: string | null;
    mac: string | null;
    macs: string[];
    ip: string | null;
    uuid: string | null;
    serial: string | null;
    arch: string | null;
    firmware: string | null;
    labels: Record<string, string>;
    /** The profile's, with the host's own over them. */
    params: Record<string, string>;
  };
  profile: { name: string | null; params: Record<string, string> };
  urls: {
    base: string | null;
    boot: string | null;
    install: string | null;
    kickstart: string | null;
    events: string | null;
    authorized_keys: string | null;
    node: string | null;
    mirror: string | null;
    /** By title. */
    scripts: Record<string, string>;
    pre: { title: string; url: string }[];
    post: { title: string; url: string }[];
  };
  ssh_keys: string[];
  secrets: Record<string, string>;
}

export interface VariableName {
  name: string;
  description: string;
}

/** Every variable by name, for completion and for the editor's list. */
export function variableNames(): VariableName[] {
  return names;
}

const names: VariableName[] = [
  { name: 'host.name', description: 'Name of the host' },
  { name: 'host.mac', description: 'The first MAC, lower case with colons' },
  { name: 'host.macs', description: 'Every MAC, as a list' },
  { name: 'host.ip', description: 'Its reserved IPv4 address, where it has one' },
  { name: 'host.uuid', description: 'UUID of the machine, where it is known' },
  { name: 'host.serial', description: 'Serial number of the machine, where it is known' },
  { name: 'host.arch', description: 'Architecture: x86_64 or arm64' },
  { name: 'host.firmware', description: 'bios or uefi' },
  { name: 'host.labels', description: 'Labels of the host: host.labels.NAME' },
  {
    name: 'host.params',
    description: "Parameters: host.params.NAME, the profile's with the host's own over them",
  },
  { name: 'profile.name', description: "Name of the host's profile" },
  { name: 'profile.params', description: "The profile's own parameters: profile.params.NAME" },
  { name: 'urls.base', description: 'Address of this server, as machines reach it' },
  { name: 'urls.boot', description: 'Where a machine asks what to boot' },
  { name: 'urls.install', description: "Address of this host's installation" },
  { name: 'urls.kickstart', description: "The profile's answer file, rendered for this host" },
  { name: 'urls.events', description: 'Where the machine reports events to' },
  { name: 'urls.authorized_keys', description: "The team's public SSH keys, one a line" },
  { name: 'urls.node', description: 'Our own node, for scripts that need it' },
  { name: 'urls.mirror', description: 'Where mirrors are served' },
  { name: 'urls.scripts', description: 'Address of a script by title: urls.scripts["TITLE"]' },
  { name: 'urls.pre', description: "The profile's pre-install scripts in order: title and url" },
  { name: 'urls.post', description: "The profile's post-install scripts in order: title and url" },
  { name: 'ssh_keys', description: "The team's public SSH keys, as a list" },
  { name: 'secrets', description: 'A secret by name: secrets.NAME' },
  {
    name: 'given',
    description: 'What {% include "TITLE", NAME: value %} hands over: given.NAME',
  },
];

/** Filters that say how a value is put, and what each gives. */
export const escapingFilters: VariableName[] = [
  { name: 'ipxe', description: 'A value within an iPXE command' },
  { name: 'cmdline', description: 'A value within a kernel command line' },
  { name: 'kickstart', description: 'One word of a kickstart command' },
  { name: 'preseed', description: 'The value of a preseed line' },
  { name: 'shell', description: 'One word of a shell command, with its quotes' },
  { name: 'python', description: 'A Python literal, with its quotes' },
  { name: 'javascript', description: 'A JavaScript literal, with its quotes' },
  { name: 'yaml', description: 'A YAML value, with its quotes' },
  { name: 'json', description: 'A JSON value, with its quotes' },
  { name: 'xml', description: 'Text of an XML element or attribute' },
  { name: 'raw', description: 'As it is; still without line breaks and control characters' },
];

/** Every other filter that a template may use. */
export const plainFilters = [
  ...['abs', 'append', 'at_least', 'at_most', 'base64_decode', 'base64_encode', 'capitalize'],
  ...['ceil', 'compact', 'concat', 'default', 'divided_by', 'downcase', 'first', 'floor', 'join'],
  ...['last', 'lstrip', 'map', 'minus', 'modulo', 'plus', 'prepend', 'remove', 'remove_first'],
  ...['remove_last', 'replace', 'replace_first', 'replace_last', 'reverse', 'round', 'rstrip'],
  ...['sha256', 'size', 'slice', 'sort', 'sort_natural', 'split', 'strip', 'times', 'truncate'],
  ...['uniq', 'upcase', 'url_decode', 'url_encode', 'where'],
] as const;
