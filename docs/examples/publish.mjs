// Publishes an entry, once however often it has to be tried:  TOKEN=dl_… node publish.mjs https://live.example.org storm 'A headline' KEY
const [address, blog, headline, key] = process.argv.slice(2);

for (let attempt = 1; ; attempt += 1) {
  const response = await fetch(`${address}/api/v1/blogs/${blog}/entries`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${process.env.TOKEN}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ headline }),
  }).catch(() => undefined);
  if (response?.ok) {
    console.log((await response.json()).id);
    break;
  }
  const isPassing = response === undefined || response.status === 429 || response.status >= 500;
  if (!isPassing) throw new Error((await response.json()).detail);
  if (attempt === 10) throw new Error('The service could not be reached.');
  const seconds = Number(response?.headers.get('Retry-After') ?? attempt);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}
