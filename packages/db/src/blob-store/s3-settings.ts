import type { SigningKey } from './sign-request.ts';

export interface S3Settings extends SigningKey {
  /** `https://host/bucket` or `https://host/bucket/prefix`, without a slash at the end. */
  readonly bucketUrl: string;
}

export interface S3Environment {
  readonly PATCHBAY_BLOB_S3_URL?: string | undefined;
  readonly PATCHBAY_BLOB_S3_REGION?: string | undefined;
  readonly PATCHBAY_BLOB_S3_ACCESS_KEY?: string | undefined;
  readonly PATCHBAY_BLOB_S3_SECRET_KEY?: string | undefined;
}

/** From the environment's words to settings: none where no address is given, and a sentence for each thing that is wrong. */
export function readS3Settings(env: S3Environment): { settings: S3Settings | undefined; problems: string[] } {
  const { PATCHBAY_BLOB_S3_URL: address, PATCHBAY_BLOB_S3_ACCESS_KEY: accessKey } = env;
  const secretKey = env.PATCHBAY_BLOB_S3_SECRET_KEY;
  if (address === undefined) return { settings: undefined, problems: [] };
  const problems: string[] = [];
  const url = URL.parse(address);
  const isBucket = url !== null && /^https?:$/.test(url.protocol) && url.pathname.length > 1 && url.search === '';
  if (!isBucket || url.username !== '' || url.password !== '') {
    problems.push(
      'PATCHBAY_BLOB_S3_URL: must be the address of a bucket, such as https://s3.eu-central-1.amazonaws.com/my-bucket',
    );
  }
  if (accessKey === undefined) problems.push('PATCHBAY_BLOB_S3_ACCESS_KEY: must be set with PATCHBAY_BLOB_S3_URL');
  if (secretKey === undefined) problems.push('PATCHBAY_BLOB_S3_SECRET_KEY: must be set with PATCHBAY_BLOB_S3_URL');
  if (problems.length > 0 || url === null) return { settings: undefined, problems };
  const region = env.PATCHBAY_BLOB_S3_REGION ?? 'us-east-1';
  const bucketUrl = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { settings: { bucketUrl, region, accessKey: accessKey ?? '', secretKey: secretKey ?? '' }, problems };
}
