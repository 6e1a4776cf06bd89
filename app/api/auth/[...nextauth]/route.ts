/** next-auth's own routes: the browser's sign-in, sign-out and session. */
import { handleAuth } from '@/lib/auth/next-auth';

export const GET = handleAuth;
export const POST = handleAuth;
