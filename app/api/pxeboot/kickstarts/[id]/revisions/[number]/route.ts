import { revisionRoute } from '../../../../_scripts/revisions';

export const GET = revisionRoute('kickstart');
