import { describe, expect, it } from 'vitest';
import { checkTftp } from './tftp-check';

describe('checkTftp', () => {
  it('says why nobody answers', async () => {
    // Nothing serves TFTP on this loopback address.
    const check = await checkTftp({ address: '127.77.0.9', file: 'autoexec.ipxe' });
    expect(check.ok).toBe(false);
    expect(check.ok ? '' : check.reason).not.toBe('');
  }, 15_000);
});
