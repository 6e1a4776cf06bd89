/** What the compiled engine needs for the usual targets: announced, so that a page knows before a build. */
import type { NeededTool } from '@/lib/builds/builder';
import { compiledTools } from './compiled/platforms';

/** For x86-64 by BIOS and UEFI; what ARM needs is asked for when it is built. */
export const usualCompilerTools: NeededTool[] = [
  ...compiledTools({ platform: 'bin-x86_64-efi', extension: 'efi' }),
  ...compiledTools({ platform: 'bin-x86_64-pcbios', extension: 'lkrn' }),
].filter((tool, index, all) => all.findIndex(({ program }) => program === tool.program) === index);
