/** All commands that iPXE can be built with, by name. */
import type { CommandSpec } from './command';
import { controlCommands } from './commands-control';
import { imageCommands } from './commands-image';
import { machineCommands } from './commands-machine';

export const commands: ReadonlyMap<string, CommandSpec> = new Map(
  [...controlCommands, ...imageCommands, ...machineCommands]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((spec) => [spec.name, spec]),
);
