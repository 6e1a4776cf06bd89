import { describe, expect, test } from 'vitest';
import { parsePublicKey } from './public-key';

// Made with ssh-keygen, whose -l also printed the fingerprints.
const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIAJspQY1PURSr97Z12DAwmeub5G+yeQRbZJm/DmRbQW/';
const rsa2048 =
  'AAAAB3NzaC1yc2EAAAADAQABAAABAQD6/qrQrr1oRIq8bYSulIC05PMsU24rufojeRNLlLhrKdl18HFFSiNrF/QpKAbrJ+El7x4KoRTg0Ge7erFjG3YJGICQaKIsze/QqrM2Zy2I7M6FT0rm+dO3oBmJkg1qlO5VCAuJAqAv0OgIOKx2d5Mtd4+SBjEDg5A26P02ab9AgQP842sw1/skqRwk857GsueS3CgBGJlMB++BIgR6UsYChjR3vgR/gtJCp1i00ysnau9m4+FGAbNbOKuMqyFTmdm0hzEUvVbIupDHEzZgoKd6DSE4hgpLBQo660xG6i5sLq3vqo7hWma7BDLT56brOY2b/2CZ+MDIdzhj4lm/7pVb';
const rsa1024 =
  'AAAAB3NzaC1yc2EAAAADAQABAAAAgQCsCqEoZ4LuUJ9Ld79UAKc/071+yvMQrpfNI1++d90e4s5Ny7fPRc6QW1M23fmeniTXWmwOu+8cbKXq2nCRH54uLr5f/IQ/VzPf/xyCj8MyzJobS4mkSvw0dqKjKrU2o125VtgfJay+rbt6DmKbYyC+u59f052SUzMxt699NXcsoQ==';
const nistp256 =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPgEI+5SQzhHLYeT1k2jmQiRaW03zAcgrIy5b3krjunG+IsTEbWRMSX135ygIWwI1BEa3sX6CBGBMnyGDiaxRVI=';
const nistp384 =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBJ1FKz+o7esO5m/3rGB1dfr6z6PM59gM3Sv+cym6F1iuKliz8bqxt85n2r6Re+f/qIAN5m/nXIVDn8xgpdTSe3DW18XZF0cXdLdLohB1UtUZZzolC+ChukvdOCHpMhDCSw==';
const nistp521 =
  'AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAHW+8Tf+a99e0Uz/tQPzEr1tZ2CAdnRStLo9k0ta/XJrFAxS9ozIkgUckp6S1lokysGlB++j4yyYkAuKl+IUUga2AHMRBipWpo+ZYzKxbTDteLiJbJowg4c+yI/Y/05xEcrtUvcYypVFkvhd+mrs9Wuzdgyo0tWCvICfkeCER2RgPOuJQ==';
const skEd25519 =
  'AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAJspQY1PURSr97Z12DAwmebm+RvqqqqqqqqqqqqqqqqAAAABHNzaDo=';
const skEcdsa =
  'AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBPgEI+5SQzhHLYeT1k2jmQiRaW03zAcgrIy5b3krjunG+IsTEbWRMSX135ygIWwI1BEa3sX6CBGBMnyGDiaxRVIAAAAEc3NoOg==';

test.each([
  ['ssh-ed25519', ed25519, 'u709o07IUtGa+MQSw8ktF+pDxmBUVTy+n5guaLBGug8'],
  ['ssh-rsa', rsa2048, 'PEXeR5gDi8zEgsdWAlTljCMP2tdSXvLF7bGwA5rVb+Y'],
  ['ecdsa-sha2-nistp256', nistp256, 'z8YXpKJYryR061Laagg9JuejP/7IBJl/ETKE7niPOsY'],
  ['ecdsa-sha2-nistp384', nistp384, 'zhIWiI8XxwtL6Kcsmp4Yu/HlSQr/XKM5oO4pN/nV78M'],
  ['ecdsa-sha2-nistp521', nistp521, 'B9efyVznNra6RP0Oon3ddP4ZVYI/v7qfSjLGsgg7Nnc'],
  ['sk-ssh-ed25519@openssh.com', skEd25519, '2Xh99opaDDsFF8PMltmhRha1Ti/38lMg/Js2RszJ9CI'],
  ['sk-ecdsa-sha2-nistp256@openssh.com', skEcdsa, 'm9tKg3+gKa0EFRXiL6JFD0Xl04mGL07cRPVhAr0QbUc'],
])('%s has the fingerprint that ssh-keygen prints', (type, base64, hash) => {
  expect(parsePublicKey(`${type} ${base64} someone@example\n`)).toEqual({
    key: {
      type,
      line: `${type} ${base64} someone@example`,
      comment: 'someone@example',
      fingerprint: `SHA256:${hash}`,
    },
  });
});

describe('a key', () => {
  test('needs no comment', () => {
    expect(parsePublicKey(`  ssh-ed25519\t${ed25519}  `)).toMatchObject({
      key: { line: `ssh-ed25519 ${ed25519}`, comment: '' },
    });
  });

  test.each([
    ['nothing', '', /no OpenSSH public key/],
    ['a word', 'hello', /no OpenSSH public key/],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n', /private key/],
    ['two keys', `ssh-ed25519 ${ed25519}\nssh-ed25519 ${ed25519}`, /One key at a time/],
    ['a second line in the comment', `ssh-ed25519 ${ed25519} a\rcommand`, /one line/],
    ['a control character', `ssh-ed25519 ${ed25519} a\u001b[2J`, /Control characters/],
    ['options', `command="rm" ssh-ed25519 ${ed25519}`, /Options before the key/],
    ['another type before it', `ssh-rsa ${ed25519}`, /damaged: its second part is not a ssh-rsa/],
    ['no base64', 'ssh-ed25519', /damaged/],
    ['bad base64', `ssh-ed25519 ${ed25519.slice(0, 30)}*${ed25519.slice(31)}`, /damaged/],
    ['a key that was cut', `ssh-ed25519 ${ed25519.slice(0, 48)}`, /damaged/],
    ['a curve of another name', `ecdsa-sha2-nistp384 ${nistp256}`, /damaged/],
    ['DSA', 'ssh-dss AAAAB3NzaC1kc3MAAACBAA==', /too weak/],
    ['a certificate', 'ssh-ed25519-cert-v01@openssh.com AAAA', /certificate/],
    ['RSA of 1024 bits', `ssh-rsa ${rsa1024}`, /RSA key of 1024 bits is too weak/],
  ])('that is %s is refused with the reason', (_name, text, reason) => {
    const parsed = parsePublicKey(text);
    expect('problem' in parsed ? parsed.problem : 'accepted').toMatch(reason);
  });
});
