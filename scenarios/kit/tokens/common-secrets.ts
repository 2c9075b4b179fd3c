/**
 * Words that secrets are made of, commonest first: placeholders of tutorials and frameworks, names of things, default
 * passwords. Variations and pairs of them are made where they are tried.
 */
export const commonWords: readonly string[] = `
secret password changeme key jwt token mysecret secretkey supersecret private privatekey your-256-bit-secret
your-384-bit-secret your-512-bit-secret your_jwt_secret your-secret-key your_secret_key jwt_secret jwtsecret jwt-secret
my-secret my_secret topsecret shhhhh shhh s3cr3t s3cret secr3t p@ssw0rd passw0rd pass admin administrator root user guest
test testing tester dev develop development prod production staging stage local localhost example demo sample default
dummy temp temporary fixme todo replace replaceme change change-me change_me changeit notasecret not-a-secret insecure
unsafe secure security safe auth authentication authorization login session cookie access refresh bearer api apikey
api-key api_key app application server service client backend frontend web site website node nodejs express koa nest
nestjs next react vue angular django flask rails laravel spring symfony wordpress drupal java python ruby php golang
rust kotlin docker kubernetes k8s redis mongo mongodb mysql postgres postgresql sqlite oracle database db graphql rest
hasura supabase firebase auth0 okta keycloak cognito azure aws google github gitlab facebook twitter amazon microsoft
apple company business enterprise corp team project product store shop bank money pay payment order cart
hs256 hs384 hs512 sha256 hmac sign signing signature signer crypto cipher encrypt encryption salt pepper hash
12345678901234567890123456789012 123456 12345678 123456789 1234567890 12345 1234 123 0123456789 111111 000000 654321
abc abc123 abcd abcdef abcdefgh qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbnm iloveyou letmein welcome hello
helloworld hello-world foo bar baz foobar lorem ipsum keyboardcat keyboard cat kitten dog monkey dragon
master super mega ultra hyper alpha beta gamma delta omega shadow sunshine princess football baseball batman superman
trustno1 starwars matrix ninja hacker hack pwned null undefined none nothing empty blank true false yes no ok
a b c x y z one two three first second main core base common shared global public internal external
`
  .trim()
  .split(/\s+/);
