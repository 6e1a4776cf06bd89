export interface UploadProblem {
  message: string;
  fields: { field: string; message: string }[];
}

export interface Upload {
  /** Null when it went well. */
  done: Promise<UploadProblem | null>;
  cancel: () => void;
}

/** Streams a file up. XMLHttpRequest, because fetch tells no progress of an upload. */
export function upload(given: {
  file: File;
  name: string;
  sha256: string;
  onProgress: (share: number) => void;
}): Upload {
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: given.name });
  if (given.sha256) query.set('sha256', given.sha256);
  request.open('POST', `/api/images/upload?${query}`);
  request.upload.onprogress = (event) => given.onProgress(event.loaded / Math.max(1, event.total));
  const done = new Promise<UploadProblem | null>((resolve) => {
    request.onload = () => resolve(request.status < 300 ? null : problemOf(request));
    request.onerror = () => resolve({ message: 'The connection broke. Try again.', fields: [] });
    request.onabort = () => resolve({ message: 'Cancelled.', fields: [] });
  });
  request.send(given.file);
  return { done, cancel: () => request.abort() };
}

function problemOf(request: XMLHttpRequest): UploadProblem {
  try {
    const answer = JSON.parse(request.responseText) as {
      title?: string;
      errors?: UploadProblem['fields'];
    };
    return { message: answer.title ?? 'The upload failed.', fields: answer.errors ?? [] };
  } catch {
    return { message: `The upload failed with status ${request.status}.`, fields: [] };
  }
}
