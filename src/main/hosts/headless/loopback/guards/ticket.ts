/** Milliseconds for which a ticket is valid. */
export const ticketLifetimeMs = 30_000;

/** Rule 4. A ticket opens one socket, within {@link ticketLifetimeMs} of its issue. */
export const isTicketUsable = (
  ticket: { readonly issuedAt: number; readonly used: boolean },
  now: number,
): boolean => !ticket.used && now - ticket.issuedAt <= ticketLifetimeMs;
