/** What the compiled engine is asked for: one file. */
import type { IpxeDriver, IpxeExtension, IpxeOptions, IpxePlatform } from '../schema';

export interface CompiledWish {
  platform: IpxePlatform;
  driver: IpxeDriver;
  extension: IpxeExtension;
  /** The script to put in, byte for byte; empty: none. */
  script: string;
  options: IpxeOptions;
}

/** Name of the file as iPXE's make calls it, such as `undionly.kpxe`. */
export function compiledFile(wish: Pick<CompiledWish, 'driver' | 'extension'>): string {
  return `${wish.driver}.${wish.extension}`;
}
