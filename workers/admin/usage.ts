/** What the command line understands. */
export const usage = `npm run --silent admin -- COMMAND

Tokens for programs (a token belongs to a team and acts in a role):
  token create --name NAME --role ROLE [--team TEAM] [--days DAYS]
                                  prints the token, this once, and nothing else
  token list [--team TEAM]
  token revoke ID [--team TEAM]   ends it at once

People:
  user create --email EMAIL --name NAME [--role ROLE] [--team TEAM] [--password-stdin]
                                  the first one makes the owning team and administers it;
                                  others are viewers unless ROLE says more
  user list
  user password --email EMAIL [--password-stdin]
                                  sets a new one and ends their sessions
  Without --password-stdin a password is made and printed, this once.

Teams:
  team create --name NAME
  team list

  setup-link [--url URL]          the one-time link that makes the first account

ROLE is viewer, operator or administrator. TEAM is a name; without it, the team that
owns the installation.
`;
