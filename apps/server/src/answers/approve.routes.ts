// Approvals by link, without an account. Opening the page decides nothing, so whatever looks through mails may open it;
// only the buttons of the form do.
import { decideApproval, questionOf } from '@patchbay/api';
import type { ServiceDeps } from '@patchbay/api';
import type { FoundWait } from '@patchbay/db/run-store';
import type { ResumeTokens } from '@patchbay/engine';
import type { WaitKey } from '@patchbay/engine/drivers';
import { AppError, appErrorTable } from '@patchbay/model/errors';
import type { ApprovalQuestion } from '@patchbay/model/run';
import { ApprovalDecision, formValues } from '@patchbay/model/run';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formPage, inputName, messagePage } from './pages.ts';
import { runWasRemoved } from './run-was-removed.ts';

export interface ApproveParts extends Pick<ServiceDeps, 'db' | 'waitAnswers' | 'accept'> {
  readonly tokens: ResumeTokens;
}

const bodyLimit = 1_048_576;
const longestName = 120;

interface Asked {
  readonly key: WaitKey;
  readonly found: FoundWait;
  readonly question: ApprovalQuestion;
}

type ApproveRequest = FastifyRequest<{ Params: { token: string }; Body: string | undefined }>;

export function approveRoutes(app: FastifyInstance, parts: ApproveParts): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler((error, request, reply) => {
      const known = error instanceof AppError ? error : undefined;
      if (known === undefined) request.log.error({ err: error }, 'a decision by link failed');
      const status = known === undefined ? 500 : appErrorTable[known.code].httpStatus;
      const words = known?.userMessage ?? 'Something went wrong here; nothing was decided. Try again in a moment.';
      return show(reply, status, messagePage(titles[status] ?? 'That did not work', words));
    });
    scope.get<{ Params: { token: string }; Body: undefined }>('/approve/:token', async (request, reply) => {
      const { found, question } = await asked(request.params.token, parts);
      return show(reply, 200, formPage({ question, until: found.dueAt, given: {}, problems: {} }));
    });
    scope.post<{ Params: { token: string }; Body: string | undefined }>('/approve/:token', (request, reply) =>
      decide(request, reply, parts),
    );
  });
}

const titles: Readonly<Record<number, string>> = {
  404: 'There is no question here',
  409: 'Decided already',
  410: 'Too late',
};

async function asked(token: string, { tokens, waitAnswers }: ApproveParts): Promise<Asked> {
  const key = tokens.read('approval', token);
  if (key === null) {
    throw AppError.because(
      'notFound',
      'This address is not complete or not ours. Open the link as it was sent to you.',
    );
  }
  const found = await waitAnswers.find(key);
  if (found === null) throw runWasRemoved('There is nothing to decide any more.');
  if (found.answeredAt !== null) throw AppError.because('conflict', decidedWords(found));
  if (!found.isRunOpen) throw AppError.because('gone', 'The run that asked has ended; there is nothing to decide.');
  const question = questionOf(found);
  if (!found.isAsked || question === null) {
    throw AppError.because('notFound', 'The question is not asked yet. Open the link again in a moment.');
  }
  if (!question.byLink) throw AppError.because('notFound', 'This is decided in Patchbay. Sign in and open Approvals.');
  if (found.isOver) throw AppError.because('gone', 'The time to decide is over; the run went on without a decision.');
  return { key, found, question };
}

function decidedWords({ answer, answeredBy, answeredAt }: FoundWait): string {
  const made =
    answer === null ? undefined : ApprovalDecision.safeParse(JSON.parse(Buffer.from(answer).toString('utf8')));
  const how = made?.success === true ? made.data.decision : 'decided';
  return `${answeredBy ?? 'Somebody'} ${how} this, on ${answeredAt?.toUTCString() ?? 'an earlier day'}.`;
}

async function decide(request: ApproveRequest, reply: FastifyReply, parts: ApproveParts): Promise<FastifyReply> {
  const { key, found, question } = await asked(request.params.token, parts);
  const given = Object.fromEntries(new URLSearchParams(request.body ?? ''));
  const again = (problems: Readonly<Record<string, string>>): FastifyReply =>
    show(reply, 422, formPage({ question, until: found.dueAt, given, problems }));
  const { decision } = given;
  const by = (given['by'] ?? '').trim();
  if (decision !== 'approved' && decision !== 'rejected') return again({ by: 'Press Approve or Reject.' });
  const fields = Object.fromEntries(question.fields.map(({ name }) => [name, given[inputName(name)]]));
  if (by === '' || by.length > longestName) {
    const { problems } = formValues(question.fields, fields, decision);
    return again({ ...problems, by: 'Say who you are: the run keeps who decided.' });
  }
  const named = `${by} (by link)`;
  const actor = { kind: 'system', id: 'link', name: named, role: question.decidedBy } as const;
  try {
    await decideApproval(parts, { key, found, question, decision, given: fields, by: named, actor });
  } catch (error) {
    const problems = error instanceof AppError && error.code === 'unprocessable' ? error.details?.['problems'] : null;
    if (problems === null || problems === undefined) throw error;
    return again(problems as Readonly<Record<string, string>>);
  }
  const words = decision === 'approved' ? 'You approved this.' : 'You rejected this.';
  return show(reply, 200, messagePage(question.title, `${words} Thank you.`));
}

function show(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
