import { apiRoute } from '@/app/_doors/api-route';
import { imageAnswer, uploadQuery } from '@/lib/images/schema';
import { uploadImage } from '@/lib/images/upload';

const upload = apiRoute({
  summary: 'Sends the bytes of an image as the body; `name` and, if known, `sha256` in the query',
  permission: 'write',
  query: uploadQuery,
  response: imageAnswer,
  status: 202,
  handler: ({ actor, query, request }) => {
    const length = Number(request.headers.get('content-length') ?? Number.NaN);
    return uploadImage({
      actor,
      ...query,
      length: Number.isSafeInteger(length) ? length : null,
      body: request.body,
    });
  },
});

export const POST = upload;
export const PUT = upload;
