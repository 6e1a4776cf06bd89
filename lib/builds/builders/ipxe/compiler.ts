/** The compiled engine, as the builders of this folder and of media see it. */
import type { BuildContext, BuildInput, InputContext } from '@/lib/builds/builder';
import type { CompiledWish } from './compiled/wish';

/** What goes into it: the source's commit, the compiler, the options, the key. */
export async function compiledInputs(
  _wish: CompiledWish,
  _context: InputContext,
): Promise<BuildInput[]> {
  throw new Error('The compiled engine is not here.');
}

/** Writes one file. */
export async function compileIpxe(_given: {
  wish: CompiledWish;
  file: string;
  context: BuildContext;
}): Promise<void> {
  throw new Error('The compiled engine is not here.');
}
