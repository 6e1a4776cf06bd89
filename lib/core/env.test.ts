import { afterEach, describe, expect, test } from 'vitest';
import { childEnvironment, parseEnv } from './env';

describe('the artifact store', () => {
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };

  test.each(['s3://artifacts', 's3://artifacts/', 's3://my.bucket-2/lab/one'])('%s', (store) => {
    expect(parseEnv({ ARTIFACT_STORE: store, ...keys }).ARTIFACT_STORE).toBe(store);
  });

  test.each([
    'artifacts',
    'http://host/bucket',
    's3://',
    's3://UPPER',
    's3://a/b c',
    's3://ab/../x/',
  ])('refuses %s', (store) => {
    const broken = () => parseEnv({ ARTIFACT_STORE: store, ...keys });
    expect(broken).toThrow(/ARTIFACT_STORE: must look like s3:\/\/bucket/);
  });

  test('wants the keys with it, and only then', () => {
    const half = { ARTIFACT_STORE: 's3://artifacts', S3_ACCESS_KEY_ID: 'id' };
    expect(() => parseEnv(half)).toThrow(
      /S3_SECRET_ACCESS_KEY: must be set, because ARTIFACT_STORE/,
    );
    expect(parseEnv({}).ARTIFACT_STORE).toBeUndefined();
  });
});

describe('child programs', () => {
  const secrets = ['DATABASE_URL', 'PROVISIONER_SECRET', 'S3_SECRET_ACCESS_KEY', 'ARTIFACT_STORE'];
  afterEach(() => {
    delete process.env.S3_SECRET_ACCESS_KEY;
  });

  test('get none of our secrets', () => {
    process.env.S3_SECRET_ACCESS_KEY = 'secret';
    const given = childEnvironment({ MORE: '1' });
    expect(Object.keys(given).filter((name) => secrets.includes(name))).toEqual([]);
    expect(given).toMatchObject({ MORE: '1', PATH: process.env.PATH });
  });
});
