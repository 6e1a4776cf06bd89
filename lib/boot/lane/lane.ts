/**
 * The machine lane: answers machines before anything else of the web process
 * sees the request. The hot path, a URL that was answered before, is one look
 * into a Map.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { logger } from '@/lib/core/log';
import { rosterFollower } from '../roster/follow';
import { roster } from '../roster/roster';
import { answerMachine, mayBeMachines } from './answer';
import { readBody, readTail } from './body';
import { answerBoot } from './boot';
import { type MachineRequest, sentence, type TextAnswer } from './exchange';
import { KeptAnswers } from './kept-answers';
import { sendFile } from './send-file';

/** Milliseconds after a write by a person in which the roster is asked to catch up first. */
const catchUpFor = 500;
/** How long the first machines wait for the roster, in milliseconds. */
const rosterLimit = 10_000;

const bootPath = '/api/pxeboot/boot';

export class Lane {
  readonly #kept = new KeptAnswers();
  #lastWrite = 0;

  /**
   * Answers the request if it is a machine's. `next` takes all others; it is
   * called in the same tick for what cannot be one.
   */
  handle(request: IncomingMessage, response: ServerResponse, next: () => void): void {
    const url = request.url ?? '/';
    const kept = this.#keptFor(request, url);
    if (kept) {
      response.writeHead(kept.status, kept.headers);
      response.end(request.method === 'HEAD' ? undefined : kept.body);
      kept.repeat?.();
      return;
    }
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    if (!mayBeMachines(path)) {
      this.#watchWrite(request, response);
      next();
      return;
    }
    const search = query < 0 ? '' : url.slice(query);
    this.#answer({ request, response, next, path, search }).catch((error) => {
      logger('lane').error({ err: error, path }, 'a machine could not be answered');
      if (response.headersSent) response.destroy();
      else
        writeText(
          request,
          response,
          sentence(500, 'Something went wrong on our side. The log has it.'),
        );
    });
  }

  #keptFor(request: IncomingMessage, url: string) {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (Date.now() - this.#lastWrite < catchUpFor) return undefined;
    const { accept } = request.headers;
    // A JSON client, or one that revalidates, is not answered from here.
    if (accept?.includes('json') || request.headers['if-none-match'] !== undefined)
      return undefined;
    return this.#kept.get(keyOf(request, url));
  }

  async #answer(given: {
    request: IncomingMessage;
    response: ServerResponse;
    next: () => void;
    path: string;
    search: string;
  }): Promise<void> {
    const { request, response, next, path, search } = given;
    if (path !== '/api/health') await this.#untilTrue();
    const { scriptVersion, settings } = roster();
    const asked = machineRequest({ request, path, search });
    const url = request.url ?? '/';
    const key = keyOf(request, url);
    if (path === bootPath && (asked.method === 'GET' || asked.method === 'HEAD')) {
      const { answer, keep } = await answerBoot(asked);
      if (keep) this.#kept.put({ key, answer, ...keep });
      writeText(request, response, answer);
      return;
    }
    const answer = await answerMachine(asked);
    if (!answer) {
      this.#watchWrite(request, response);
      next();
      return;
    }
    if (answer.kind === 'file') {
      await sendFile({ answer, request, response });
      return;
    }
    if (mayKeep(asked, answer)) {
      const at = roster();
      const isTrue = () => at.scriptVersion === scriptVersion && at.settings === settings;
      this.#kept.put({ key, answer, repeat: null, isTrue });
    }
    writeText(request, response, answer);
  }

  /** Waits for the first roster, and after a person's write until it holds that. */
  async #untilTrue(): Promise<void> {
    const follower = rosterFollower();
    if (roster().state === 'empty') {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, rosterLimit);
      });
      await Promise.race([follower.start(), late]);
      clearTimeout(timer);
    }
    if (Date.now() - this.#lastWrite < catchUpFor) await follower.barrier();
  }

  /** Notes when a write by the REST API or a page is answered, just before its answer leaves. */
  #watchWrite(request: IncomingMessage, response: ServerResponse): void {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    response.once('prefinish', () => {
      this.#lastWrite = Date.now();
    });
  }
}

/** The Host header is part of it: where no public address is set, the answer names it. */
function keyOf(request: IncomingMessage, url: string): string {
  return roster().settings.publicUrl ? url : `${request.headers.host} ${url}`;
}

/** Scripts by id are kept; what an install's token opens or was rendered is not, and no failure. */
function mayKeep(asked: MachineRequest, answer: TextAnswer): boolean {
  return (
    asked.method === 'GET' &&
    answer.status === 200 &&
    !answer.perMachine &&
    asked.path.startsWith('/api/pxeboot/') &&
    !asked.path.startsWith('/api/pxeboot/installs/')
  );
}

function writeText(request: IncomingMessage, response: ServerResponse, answer: TextAnswer): void {
  // A body that nobody read would be taken for the next request.
  if (!request.complete) request.resume();
  response.writeHead(answer.status, answer.headers);
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

function machineRequest(given: {
  request: IncomingMessage;
  path: string;
  search: string;
}): MachineRequest {
  const { request, path, search } = given;
  return {
    method: request.method ?? 'GET',
    path,
    search,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    address: request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null,
    body: (limit) => readBody({ request, limit }),
    tail: (limit) => readTail({ request, limit }),
  };
}
